import Settings
import System
import Testing

@testable import Commands

@Suite struct CommandTests {
  private struct Options: Equatable {
    var verify = false
    var jobs = 1
    var name: String?
    var tags: [String] = []
  }

  private let command = Command<Options>(
    "lilt-test", "Tests the parser.", arguments: "FILE…",
    [
      .flag("--verify", "-v", into: \.verify, "check everything"),
      .number("--jobs", placeholder: "N", into: \.jobs, in: 1...16, "threads"),
      .text("--name", placeholder: "TEXT", into: \.name, required: true, "a name"),
      .list("--tag", placeholder: "TAG", into: \.tags, "a tag"),
    ])

  private func problem(_ words: String...) -> String {
    do {
      _ = try command.parse(words, into: Options())
      return "accepted"
    } catch {
      return "\(error)"
    }
  }

  @Test func `options and arguments may be mixed, and values attached`() throws {
    let (options, rest) = try command.parse(
      ["a.h5", "--jobs=3", "-v", "--tag", "x", "-", "--tag=y", "--", "--name"], into: Options())
    #expect(options == Options(verify: true, jobs: 3, name: nil, tags: ["x", "y"]))
    #expect(rest == ["a.h5", "-", "--name"])
  }

  @Test func `mistakes are named`() {
    #expect(problem("--job", "2") == "unknown option '--job'; did you mean '--jobs'?")
    #expect(problem("--jobs") == "option '--jobs' needs a value: --jobs N")
    #expect(problem("--jobs", "zero") == "option '--jobs' needs a whole number from 1 to 16, found 'zero'")
    #expect(problem("--verify=yes") == "option '--verify' takes no value")
  }

  @Test func `help shows every option`() {
    #expect(
      command.description.help == """
        Tests the parser.

        Usage: lilt-test [--verify] [--jobs N] --name TEXT [--tag TAG] FILE…

          --verify -v  check everything
          --jobs N     threads
          --name TEXT  a name
          --tag TAG    a tag
          --help       show this text and leave
          --version    show the version and leave

        Status: 0 done, 64 wrong usage, 65 data that cannot be used, 71 too little memory, 1 anything else.

        """)
  }

  @Test func `a description comes back from its JSON, and help with it`() throws {
    let description = try Description(parsing: command.description.canonicalJSON.utf8)
    #expect(description == command.description && description.help == command.description.help)
  }

  @Test func `a manual page says what help says, and nothing in it is taken for a request`() {
    var description = command.description
    description.notes = ".TH no request\nback\\slash"
    let page = description.manualPage(version: "1.2.3")
    #expect(page.hasPrefix(#".TH LILT\-TEST 1 "" "Lilt 1.2.3" "Lilt""#))
    for option in ["verify", "jobs", "name", "tag", "help", "version"] {
      #expect(page.contains("\\fB\\-\\-\(option)\\fR"))
    }
    #expect(page.contains("\n\\&.TH no request\nback\\eslash\n"))
    #expect(page.contains(".SH EXIT STATUS\n"))
  }

  @Test func `numbers and times are written for people`() {
    #expect(1_234_567.grouped == "1,234,567")
    #expect((-1000).grouped == "-1,000")
    #expect(0.05.rounded(to: 1) == "0.1")
    #expect((-2.345).rounded(to: 2) == "-2.35" || (-2.345).rounded(to: 2) == "-2.34")
    #expect(duration(3.21) == "3.2 s")
    #expect(duration(200) == "3 min 20 s")
    #expect(duration(7500) == "2 h 05 min")
  }
}
