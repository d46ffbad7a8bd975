import Foundation
import TestSupport
import Testing

/// `lilt` with a command behind it.
@Suite struct `The umbrella` {
  @Test func `runs every program by its verb, with its words and its status`() throws {
    for program in Programs.all where program != "lilt" {
      let verb = String(program.dropFirst(5))
      let direct = try run(program, ["--help"]), through = try run("lilt", [verb, "--help"])
      #expect(through.output == direct.output && through.status == 0)
      #expect(try run("lilt", ["help", verb]).output == direct.output)
    }
    let direct = try run("lilt-clean", ["--jobs=0"]), through = try run("lilt", ["clean", "--jobs=0"])
    #expect(through.status == 64 && through.errors == direct.errors)
  }

  @Test func `lists every program with its sentence, and names the nearest to a wrong word`() throws {
    let list = try run("lilt", [])
    #expect(list.status == 0)
    for program in Programs.all where program != "lilt" {
      let summary = try run(program, ["--help"]).output.split(separator: "\n")[0]
      #expect(list.output.contains("  \(program.dropFirst(5)) ") && list.output.contains(summary))
    }
    let wrong = try run("lilt", ["claen"])
    #expect(wrong.status == 64)
    #expect(wrong.errors.hasPrefix("lilt: error: unknown command 'claen'; did you mean 'clean'?\n"))
  }

  @Test func `completes commands, their options and files`() throws {
    let scratch = Scratch()
    try scratch.write("lilt.bash", run("lilt", ["completion", "bash"]).output)
    func complete(_ words: [String]) throws -> [String] {
      let list = words.map { "'\($0)'" }.joined(separator: " ")
      let outcome = try bash(
        "cd '\(scratch.path)'; . ./lilt.bash; COMP_WORDS=(\(list)); COMP_CWORD=\(words.count - 1); _lilt; "
          + "printf '%s\\n' \"${COMPREPLY[@]}\"")
      #expect(outcome.status == 0 && outcome.errors == "", "\(outcome)")
      return outcome.output.split(separator: "\n").map(String.init)
    }
    #expect(try complete(["lilt", "cl"]) == ["clean"])
    #expect(try complete(["lilt", "clean", "--st"]) == ["--strict"])
    #expect(try complete(["lilt-predict", "--speaker-f"]) == ["--speaker-folders"])
    #expect(try complete(["lilt", "help", "ing"]) == ["ingest"])
    #expect(try complete(["lilt", "clean", "li"]) == ["lilt.bash"])
    for shell in ["zsh", "fish"] { #expect(try run("lilt", ["completion", shell]).output.contains("speaker-folders")) }
    #expect(try run("lilt", ["completion", "tcsh"]).status == 64)
  }

  @Test func `writes a manual page of every program`() throws {
    let scratch = Scratch()
    #expect(try run("lilt", ["--manual", scratch.file("man")]).status == 0)
    for program in Programs.all {
      let page = String(decoding: try scratch.bytes("man/\(program).1"), as: UTF8.self)
      #expect(page.hasPrefix(".TH \(program.uppercased().replacingOccurrences(of: "-", with: "\\-")) 1 "))
    }
  }
}
