import Foundation
import TestSupport
import Testing

extension Torture {
  /// Recipes, names and variables that hold commands, in every place that holds a text: they are data.
  @Suite struct `Injections` {
    /// Something in the place of something else in the tiny recipe, a file to be there, and what Make is asked for.
    struct Injection: Sendable, CustomTestStringConvertible {
      let testDescription: String
      var old = ""
      var new = ""
      /// Another text for the whole recipe.
      var recipe: String?
      /// The recipe file's name without `.json5`.
      var name = "tiny"
      /// Files that are there, each a copy of the table of labels or of a recording.
      var tables: [String] = []
      var sounds: [String] = []
      /// Words for Make.
      var words = ["tiny"]
      /// Whether it is no attack that has to be refused but a name that has to work.
      var works = false

      init(_ description: String) { testDescription = description }

      static func replacing(_ old: String, by new: String, _ description: String) -> Injection {
        var injection = Injection(description)
        (injection.old, injection.new) = (old, new)
        return injection
      }

      static func labels(_ path: String, works: Bool = true) -> Injection {
        var injection = replacing(
          "clean:", by: "ingest: { labels: { source: \(quoted(path)) } },\n  clean:",
          "labels.source \(path.debugDescription)")
        injection.works = works
        if works { injection.tables = [path] }
        return injection
      }

      static func background(_ path: String) -> Injection {
        var injection = replacing(
          "{ noise: { amplitude: 0.02 } }", by: "{ background: { paths: [\(quoted(path))], snr: 10 } }",
          "background.paths \(path.debugDescription)")
        (injection.sounds, injection.works) = ([path], true)
        return injection
      }

      static func asking(_ words: String...) -> Injection {
        var injection = Injection("make \(words)")
        injection.words = words
        return injection
      }

      static func named(_ name: String) -> Injection {
        var injection = Injection("a recipe called \(name.debugDescription)")
        (injection.name, injection.words) = (name, ["list", "all", name])
        return injection
      }

      static func whole(_ text: String, works: Bool = true, _ description: String) -> Injection {
        var injection = Injection(description)
        (injection.recipe, injection.works) = (text, works)
        return injection
      }

      /// A text as JSON5 writes it.
      private static func quoted(_ text: String) -> String {
        "\""
          + text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case _ where scalar.value < 32: "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: "\(scalar)"
            }
          }.joined() + "\""
      }
    }

    private static let command = "$(shell touch pwned)"

    static let all: [Injection] = [
      // Tables of labels.
      .labels("\(command).csv"),
      .labels("`touch pwned` \";touch pwned;\" '; touch pwned; '.csv"),
      .labels("'\u{301}; touch pwned; '\u{301}.csv"),
      .labels("my labels #1: 100%=a&b|c;d~*?[x]{y}(z).csv"),
      .labels("a\n\ttouch pwned\n.csv"),
      .labels("-f.csv"),
      .labels("nowhere\nall: ; touch pwned\n.csv", works: false),
      .labels("\0touch pwned.csv", works: false),
      // Recordings of noise.
      .background("\(command).wav"),
      .background("my noise's $HOME; touch pwned.wav"),
      .background("a\nb.wav"),
      // Files of folds.
      .replacing("folds: 2", by: "folds: \"\(command)\"", "a fold file"),
      .replacing("folds: 2", by: "folds: \"x; touch pwned; \\n\\ttouch pwned\"", "a fold file with a line end"),
      // Words that stages match.
      .replacing("corpora: [\"crema-d\"]", by: "corpora: [\"\(command)\"]", "a corpus"),
      .replacing(
        "clean:", by: "ingest: { labels: { map: { angry: \"\(command)`touch pwned`\" } } }, clean:", "a label"),
      .replacing("clean:", by: "ingest: { labels: { only: [\"\(command)\"] } }, clean:", "labels.only"),
      .replacing("clean:", by: "ingest: { channel: \"\(command)\" }, clean:", "a channel"),
      .replacing("honest:", by: "\"\(command)\":", "a split's name"),
      .replacing("honest:", by: "\"a\\n\\ttouch pwned\":", "a split's name with a line end"),
      .replacing("folds: 2", by: "test: [\"\(command)\"]", "a speaker"),
      .replacing("by: \"speaker\", folds: 2", by: "by: \"corpus\", train: [\"\(command)\"]", "a corpus to train on"),
      .replacing("mlp: {", by: "\"\(command)\": {", "a model"),
      .replacing("\"zcr\",", by: "\"\(command)\",", "a feature"),
      .replacing("portraits:", by: "byRow: [\"\(command)\"], portraits:", "evaluate.byRow"),
      .replacing("portraits:", by: "\"\(command)\": 1, portraits:", "a key"),
      .replacing("{ noise: {", by: "{ name: \"\(command)'`touch pwned`\", noise: {", "a variant's name"),
      // Comments and line ends.
      .replacing("// A tiny", by: "// \(command)`touch pwned`'; touch pwned; ' A tiny", "the title"),
      .replacing(
        "// A tiny", by: "// '\u{301}; touch pwned; '\u{301}\r\ttouch pwned\u{2028} A tiny", "the title's ends"),
      .whole(House.tiny.replacing("\n", with: "\r\n"), "a recipe with Windows' line ends"),
      .whole(House.tiny.replacing("\n", with: "\r"), "a recipe with a Macintosh's line ends"),
      // Names of recipes.
      .named("ev:c"),
      .named("a $(touch pwned) `touch pwned`"),
      .named("a;touch pwned\n\ttouch pwned"),
      // What Make is asked for.
      .asking("tiny", "\(command)", "'; touch pwned; '", "build/corpora/`touch pwned`$(touch pwned).files"),
      .asking("why", "TARGET=\(command)'; touch pwned; '"),
      .asking("compare", "A=\(command) '; touch pwned; '", "B=`touch pwned`:"),
      .asking("search", "RECIPE=tiny", "SPEC=\(command)'; touch pwned; '", "SPLIT=$(touch pwned)"),
      .asking("tiny", "DATA=\(command)`touch pwned`'; touch pwned; '"),
    ]

    @Test func `are read as they are, or refused`() throws {
      let house = try House()
      let clip = try #require(
        FileManager.default.subpathsOfDirectory(atPath: house.scratch.file("data/crema-d"))
          .filter { $0.hasSuffix(".wav") }.min())
      let recording = try house.scratch.bytes("data/crema-d/\(clip)")
      let clips = try FileManager.default.subpathsOfDirectory(atPath: house.scratch.file("data/crema-d"))
        .filter { $0.hasSuffix(".wav") }.sorted()
      let table = clips.enumerated().map {
        "\(URL(fileURLWithPath: $1).lastPathComponent),\($0 % 2 == 0 ? "angry" : "sad")\n"
      }
      Campaign("injections", quick: Self.all.count, long: Self.all.count).run { number, _ in
        let injection = Self.all[number]
        try? house.scratch.remove("pipelines")
        let text = injection.recipe ?? House.tiny.replacing(injection.old, with: injection.new)
        guard injection.old.isEmpty || text != House.tiny else { return "\(injection.testDescription) changes nothing" }
        try house.write(recipe: "tiny", injection.name == "tiny" ? text : House.tiny)
        try house.write(recipe: injection.name, text)
        for path in injection.tables { try house.scratch.write(path, "filename,emotion\n" + table.joined()) }
        for path in injection.sounds { try house.scratch.write(path, recording) }
        let outcome = try house.start(injection.words).outcome(within: 60)
        return try complaint(about: outcome, injection, in: house).map { "\(injection.testDescription): \($0)" }
      }
    }

    private func complaint(about outcome: Outcome, _ injection: Injection, in house: House) throws -> String? {
      let found = try shell("find . -name 'pwned*' -not -path './pipelines/*' -print -delete", in: house.scratch.path)
        .output
      guard found == "" else { return "it was executed\n\(outcome)" }
      if outcome.isOverdue { return "it went on for too long\n\(outcome)" }
      for word in Self.shellsOwn where outcome.errors.contains(word) { return "'\(word)' was said\n\(outcome)" }
      if injection.works { return outcome.status == 0 ? nil : "it should work\n\(outcome)" }
      guard [0, 2].contains(outcome.status) else { return "status \(outcome.status)\n\(outcome)" }
      if outcome.status == 2, !outcome.errors.contains(": error: cannot "), !outcome.errors.contains("usage: ") {
        return "nothing says what is wrong\n\(outcome)"
      }
      return nil
    }

    /// What Make and the shell say of a text that they took for their own.
    private static let shellsOwn = [
      "missing separator", "target pattern", "command not found", "syntax error", "unexpected EOF", "commences before",
      "No such file or directory\nmake", "No rule to make", "unterminated", "Fatal error",
    ]
  }
}
