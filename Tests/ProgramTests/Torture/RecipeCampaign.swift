import Foundation
import TestSupport
import Testing

extension Torture {
  /// Recipes as a hand that slips, an editor that fails or an enemy would leave them.
  @Suite struct `Mutated recipes` {
    @Test func `are laid out or refused with one sentence, and nothing is executed`() throws {
      let folder = Scratch()
      let pipelines = "\(Programs.checkout)/pipelines"
      let recipes = try FileManager.default.contentsOfDirectory(atPath: pipelines).filter { $0.hasSuffix(".json5") }
        .sorted().map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(pipelines)/\($0)"))) }
      Campaign("mutated recipes", quick: 60, long: 2500).run { number, chance in
        var text = recipes[number % recipes.count]
        for _ in 0..<Int.random(in: 1...3, using: &chance) {
          text = mutated(text, with: recipes.randomElement(using: &chance)!, &chance)
        }
        let path = try folder.write("case.json5", Data(text))
        let rules = folder.file("case.mk")
        try? folder.remove("case.mk")
        let outcome = try Running(
          "lilt-recipe", ["--build", "build", "--output", rules, path], in: folder.path
        ).outcome(within: 10)
        if let complaint = outcome.complaint(about: "lilt-recipe") {
          return "\(complaint)\n\(String(decoding: text, as: UTF8.self).debugDescription.prefix(4000))"
        }
        guard outcome.status == 0 else { return folder.has("case.mk") ? "it was refused, and has left rules" : nil }
        // Make reads the rules, and what it would do holds nothing but our own programs.
        let read = try run(
          "/usr/bin/env", ["-u", "MAKEFLAGS", "make", "-rR", "--dry-run", "-f", rules, "BIN=bin", "nothing.at.all"],
          in: folder.path)
        guard read.errors == "make: *** No rule to make target 'nothing.at.all'.  Stop.\n", !folder.has("pwned") else {
          return
            "Make does not read the rules as rules\n\(read)\n\(String(decoding: text, as: UTF8.self).debugDescription)"
        }
        return nil
      }
    }

    /// One change to a text.
    private func mutated(_ text: [UInt8], with other: [UInt8], _ chance: inout Chance) -> [UInt8] {
      var text = text
      guard !text.isEmpty else { return Array("{}".utf8) }
      let place = Int.random(in: 0..<text.count, using: &chance)
      let end = min(text.count, place + Int.random(in: 1...40, using: &chance))
      switch Int.random(in: 0..<10, using: &chance) {
      case 0: text[place] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
      case 1: text[place] = UInt8.random(in: 0...255, using: &chance)
      case 2: text.removeSubrange(place..<end)
      case 3: text.insert(contentsOf: text[place..<end], at: place)
      case 4: text.insert(contentsOf: Array(Self.words.randomElement(using: &chance)!.utf8), at: place)
      case 5: text = Array(text[..<place]) + other[Int.random(in: 0..<other.count, using: &chance)...]
      case 6: text.removeLast(text.count - place)
      case 7, 8:
        // A value for another: where it hurts most is where the rest is well.
        text = replacingValue(in: text, by: Self.values.randomElement(using: &chance)!, &chance)
      default:
        let from = Int.random(in: 0..<other.count, using: &chance)
        text.insert(
          contentsOf: other[from..<min(other.count, from + Int.random(in: 1...60, using: &chance))], at: place)
      }
      return text
    }

    /// Puts a value in the place of what stands behind one of the colons.
    private func replacingValue(in text: [UInt8], by value: String, _ chance: inout Chance) -> [UInt8] {
      let colons = text.indices.filter { text[$0] == UInt8(ascii: ":") }
      guard let colon = colons.randomElement(using: &chance) else { return text }
      let end = text[(colon + 1)...].firstIndex { ",}]\n".utf8.contains($0) } ?? text.count
      return Array(text[...colon]) + Array(value.utf8) + text[end...]
    }

    private static let words = [
      "$(shell touch pwned)", "`touch pwned`", "\n\ttouch pwned\n", "'", "\"", "\\", "\\u0000", "\0", "\r\n",
      "\u{2028}",
      "//", "/*", "*/", "{", "}", "[", "]", ",", ":", "#", "%", "$", "\u{1B}[2J", "\u{202E}", "\u{FEFF}", "é",
      "\u{301}",
      String(repeating: "[", count: 500), String(repeating: "{a:", count: 500), String(repeating: "x", count: 100_000),
    ]

    private static let values = [
      "null", "true", "false", "0", "-1", "1", "1e308", "-1e308", "1e400", "NaN", "Infinity", "-Infinity",
      "4611686018427387904",
      "9223372036854775807", "-9223372036854775808", "9223372036854775808", "18446744073709551616",
      "0x7FFFFFFFFFFFFFFF",
      "1e-320", "0.1", "2147483648", "4294967296", "\"\"", "\"x\"", "\"$(shell touch pwned)\"",
      "\"a\\n\\ttouch pwned\"",
      "\"a\\0b\"", "\"\u{1B}[31m\"", "[]", "[0]", "[-1]", "[4611686018427387904]", "[1e308]", "[[]]", "[null]", "{}",
      "{ a: 1 }", "{ min: 1, max: 0 }", "\"../../../../etc/passwd\"", "\"" + String(repeating: "y", count: 300) + "\"",
      "[" + String(repeating: "1,", count: 5000) + "]",
    ]
  }
}
