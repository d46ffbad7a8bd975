import Foundation
import Recipes
import TestSupport
import Testing

extension Torture {
  /// Texts of every kind as words of a rule that Make itself runs.
  @Suite struct `Texts` {
    @Test func `reach a program through Make and the shell as they are, and nothing is executed`() throws {
      let folder = Scratch()
      try folder.write("print", "#!/bin/bash\nprintf '%s\\0' \"$@\" >> said\n")
      try shell("chmod +x print", in: folder.path)
      Campaign("texts", quick: 20, long: 2000).run { _, chance in
        var texts = (0..<40).map { _ in text(&chance) }
        texts.removeAll { text in
          // A program cannot be given a NUL, and there is no word for such a text.
          guard text.utf8.contains(0) else { return false }
          #expect(MakeText.word(text) == nil)
          return true
        }
        let words = try texts.map { try #require(MakeText.word($0), "no word for \($0.debugDescription)") }
        try folder.write(
          "Makefile",
          """
          SHELL := /bin/bash
          .SHELLFLAGS := -euo pipefail -c
          all: ; @./print \(words.joined(separator: " "))
          \t@./print \(words.joined(separator: "\n\t@./print "))

          """)
        try? folder.remove("said")
        let outcome = try run("/usr/bin/env", ["-u", "MAKEFLAGS", "make"], in: folder.path)
        guard outcome.status == 0, outcome.output + outcome.errors == "" else { return "\(outcome)" }
        let bytes = [UInt8](try folder.bytes("said"))
        let said = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map { Data($0) }
        for (index, text) in (texts + texts).enumerated() where said.count <= index || said[index] != Data(text.utf8) {
          return "\(text.debugDescription) arrives as "
            + (said.count > index ? String(decoding: said[index], as: UTF8.self).debugDescription : "nothing")
        }
        return said.count == 2 * texts.count && !folder.has("pwned") ? nil : "something was executed"
      }
    }

    /// Some of all ASCII, of what shells and Make obey, of marks that cling to the scalar before them, and of Unicode.
    private func text(_ chance: inout Chance) -> String {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...12, using: &chance) {
        switch Int.random(in: 0..<8, using: &chance) {
        case 0: text.append(Unicode.Scalar(UInt8.random(in: 0...127, using: &chance)))
        case 1, 2: text.append("$#:%\\;|& \t\n\r\"'=~*?[]{}()<>!`@+-^,".unicodeScalars.randomElement(using: &chance)!)
        case 3: text.append("\u{301}\u{200D}\u{FE0F}\u{20E3}\u{5BF}".unicodeScalars.randomElement(using: &chance)!)
        case 4:
          text.append(contentsOf: Texts.commands.randomElement(using: &chance)!.unicodeScalars)
        case 5: text.append(Unicode.Scalar(UInt32.random(in: 0x80...0xD7FF, using: &chance))!)
        case 6: text.append(Unicode.Scalar(UInt32.random(in: 0xE000...0x10FFFF, using: &chance))!)
        default:
          text.append(contentsOf: "data/labels.csv".unicodeScalars.prefix(Int.random(in: 1...15, using: &chance)))
        }
      }
      return String(text)
    }

    private static let commands = [
      "$(shell touch pwned)", "$$(touch pwned)", "$(touch pwned)", "`touch pwned`", "'; touch pwned; '",
      "\"; touch pwned; \"", "\n\ttouch pwned\n", "\nall: ; touch pwned\n", " & touch pwned &", "|touch pwned",
      "$(eval all: ; touch pwned)", "${shell touch pwned}", "\\\n", "\\", "$'", "\r\n",
      "'\u{301}; touch pwned; '\u{301}",
      "<(touch pwned)", "$@", "$(MAKE)", "#", "!!",
    ]
  }
}
