import Commands
import Glibc
import System

/// `lilt`: all programs under one name. `lilt clean …` is `lilt-clean …`.
@main struct Main {
  /// What it is asked for besides running a program.
  struct Options {
    var manual: String?
  }

  static func main() {
    let words = CommandLine.arguments.dropFirst()
    if let verb = words.first, !verb.hasPrefix("-"), !["help", "completion"].contains(verb) {
      // Only comes back where there is no such program.
      Siblings.become(verb, Array(words.dropFirst()))
    }
    let command = Command<Options>(
      "lilt", "Speech emotion recognition, from folders of clips to honest reports.", arguments: "COMMAND [ARGUMENT…]",
      [
        .text("--manual", placeholder: "FOLDER", into: \.manual, "write a manual page of every program into a folder")
      ], notes: notes)
    command.run(Options()) { options, words, _ in try answer(options, words, command) }
  }

  /// The programs, one a line.
  private static var notes: String {
    let siblings = Siblings.all
    let width = siblings.map(\.verb.count).max() ?? 0
    let lines = siblings.map { one in
      "  \(one.verb)\(String(repeating: " ", count: width - one.verb.count))  \(one.summary)"
    }
    return """
      Commands:
      \(lines.joined(separator: "\n"))

      lilt help COMMAND shows a command's help; lilt completion bash|zsh|fish prints what that shell completes by.
      """
  }

  private static func answer(_ options: Options, _ words: [String], _ command: Command<Options>) throws {
    if let folder = options.manual {
      try makeFolder(folder)
      for page in Siblings.all + [command.description] {
        try update("\(folder)/\(page.name).1", with: page.manualPage(version: System.version))
      }
      return
    }
    switch words.first {
    case nil: print(command.description.help, terminator: "")
    case "help"?:
      if let verb = words.dropFirst().first { Siblings.become(verb, ["--help"]) }
      guard words.count == 1 else { throw unknown(words[1]) }
      print(command.description.help, terminator: "")
    case "completion"?:
      guard words.count == 2, let shell = Completion(rawValue: words[1]) else {
        throw UsageError("expected one of \(Completion.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      print(shell.script(for: Siblings.all), terminator: "")
    case let verb?: throw unknown(verb)
    }
  }

  private static func unknown(_ verb: String) -> UsageError {
    UsageError("unknown command '\(verb)'" + Siblings.suggestion(for: verb))
  }
}
