import Glibc
import Testing

@testable import Commands
@testable import System

@Suite struct PrintableTests {
  @Test func `what a terminal obeys is shown, all else stays`() {
    #expect("angry 62 % (wütend, 怒り, 👩‍🔬)".printable == "angry 62 % (wütend, 怒り, 👩‍🔬)")
    #expect("a\u{1B}[31mb\tc\nd\re".printable == #"a\x1B[31mb\tc\nd\re"#)
    #expect("\u{7F}\u{9B}2J\u{2028}\u{202E}gpj.wav".printable == #"\x7F\x9B2J\u{2028}\u{202E}gpj.wav"#)
    #expect("a\r\nb".printable == #"a\r\nb"#)
  }

  @Test func `nothing is left of any control character`() {
    for value in (0...0x2100).map(UInt32.init) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = "x\(scalar)y"
      let category = scalar.properties.generalCategory
      let isControl = category == .control || category == .lineSeparator || category == .paragraphSeparator
      #expect((text.printable == text) == !(isControl || text.printable != text), "\(value)")
      #expect(
        !isControl || text.printable.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F }, "\(value)")
    }
  }

  @Test func `a text of several lines keeps its lines and no name adds one`() {
    #expect("one\ntwo\u{1B}\n".printableLines == "one\ntwo\\x1B\n")
    #expect(
      "cannot\n  read\nlilt-clean: error: forged".printableParagraph == "cannot\n  read\\nlilt-clean: error: forged")
  }

  @Test func `names that are not UTF-8 are spelt out`() {
    #expect(String(escaping: Array("né.wav".utf8)) == "né.wav")
    #expect(String(escaping: [0x63, 0xE9, 0x2E, 0xFF, 0xC3, 0xA9]) == #"c\xE9.\xFFé"#)
    #expect(String(escaping: [0xE6, 0x80]) == #"\xE6\x80"#)
  }

  @Test func `an output that is an input is refused by any of its names`() throws {
    let folder = "/tmp/lilt-protect-\(getpid())"
    try makeFolder(folder)
    defer {
      for name in ["a", "link", "twin"] { unlink("\(folder)/\(name)") }
      rmdir(folder)
    }
    try write([1], to: "\(folder)/a")
    symlink("a", "\(folder)/link")
    link("\(folder)/a", "\(folder)/twin")
    for name in ["a", "./a", "link", "twin"] {
      #expect(throws: UsageError.self) { try protect(["/etc/passwd", "\(folder)/a"], from: "\(folder)/\(name)") }
    }
    #expect(throws: Never.self) { try protect(["\(folder)/a", "\(folder)/nothing"], from: "\(folder)/new") }
    #expect(throws: UsageError.self) { try requireReplaceable("/dev/null") }
    #expect(throws: UsageError.self) { try requireReplaceable(folder) }
    #expect(throws: SystemError.self) { try write([1], to: "/dev/null") }
  }

  @Test func `a pipe in place of a file is refused at once`() throws {
    let pipe = "/tmp/lilt-settings-\(getpid())"
    defer { unlink(pipe) }
    mkfifo(pipe, 0o600)
    #expect {
      try contents(of: pipe)
    } throws: {
      "\($0)" == "cannot read '\(pipe)': expected a regular file, found a pipe"
    }
  }

  @Test func `too little memory has a status of its own`() {
    #expect(SystemError(cannot: "hold", "it", errno: ENOMEM).failureKind.rawValue == 71)
    #expect(SystemError(cannot: "write", "it", errno: ENOSPC).failureKind.rawValue == 1)
    #expect(MemoryError(cannot: "hold", "it", "too much").failureKind == .memory)
  }
}
