import Foundation
import TestSupport

/// A page of Markdown as somebody with a terminal works through it.
///
/// | fence | what it is |
/// |---|---|
/// | `console` | commands after `$ `, each with all that it prints; `…` stands for any text, and alone for any lines |
/// | `console (needs …)` | commands for which something is wanted that not everybody has |
/// | `json5`, `json`, `csv` | the file whose name in backticks and a colon ends the line before |
/// | `python` | a script for a Python that has the packages |
struct Page: Sendable {
  enum Step: Sendable {
    case command(Command)
    case file(name: String, text: String)
    case script(String)
  }

  struct Command: Sendable {
    let line: String
    var shown: [String] = []
    /// What not everybody has: `needs a network`.
    let condition: String?
  }

  let name: String
  let steps: [Step]

  /// Reads a page of the checkout.
  init(_ name: String) throws {
    self.name = name
    var steps: [Step] = [], before = "", fence: (info: String, body: [String])?
    for line in try String(contentsOfFile: "\(Checkout.root)/\(name)", encoding: .utf8).components(separatedBy: "\n") {
      if let open = fence, line == "```" {
        steps += Self.steps(info: open.info, body: open.body, before: before)
        fence = nil
      } else if fence != nil {
        fence?.body.append(line)
      } else if line.hasPrefix("```") {
        fence = (String(line.dropFirst(3)), [])
      } else if !line.isEmpty {
        before = line
      }
    }
    self.steps = steps
  }

  private static func steps(info: String, body: [String], before: String) -> [Step] {
    let text = body.joined(separator: "\n") + "\n"
    if info == "console" || info.hasPrefix("console (") {
      var commands: [Command] = []
      for line in body {
        if line.hasPrefix("$ ") {
          commands.append(
            Command(
              line: String(line.dropFirst(2)), condition: info.wholeMatch(of: /console \((.+)\)/).map { String($0.1) }))
        } else if !commands.isEmpty {
          commands[commands.count - 1].shown.append(line)
        }
      }
      return commands.map { .command($0) }
    }
    if info == "python" { return [.script(text)] }
    if let match = before.firstMatch(of: /`([^` ]+\.(?:json5|json|csv))`:$/) {
      return [.file(name: String(match.1), text: text)]
    }
    return []
  }
}

/// Whether what a page shows is what a command printed.
enum Shown {
  static func agrees(_ shown: [String], with printed: String) -> Bool {
    var real = printed.components(separatedBy: "\n").map(trimmed)
    while real.last == "" { real.removeLast() }
    return fits(shown.map(trimmed), real, isGap: { $0 == "…" }) { shown, real in
      fits(Array(shown), Array(real), isGap: { $0 == "…" }, ==)
    }
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }

  /// Matches with gaps that hold any number of elements: goes back to the last gap where something does not fit.
  private static func fits<Element>(
    _ pattern: [Element], _ text: [Element], isGap: (Element) -> Bool, _ same: (Element, Element) -> Bool
  ) -> Bool {
    var p = 0, t = 0, gap: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, isGap(pattern[p]) {
        gap = (p, t)
        p += 1
      } else if p < pattern.count, same(pattern[p], text[t]) {
        (p, t) = (p + 1, t + 1)
      } else if let last = gap {
        (p, t) = (last.pattern + 1, last.text + 1)
        gap = (last.pattern, last.text + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy(isGap)
  }
}
