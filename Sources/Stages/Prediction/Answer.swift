import Commands
import Settings
import System

/// A verdict with the name of what it is about, ready to be told.
public struct Answer: Sendable, Equatable {
  /// The file's path as it was given, or `standard input`.
  public let name: String
  /// The names of the classes.
  public let labels: [String]
  /// What was heard.
  public let verdict: Verdict

  /// A verdict on something.
  public init(name: String, labels: [String], verdict: Verdict) {
    self.name = name
    self.labels = labels
    self.verdict = verdict.checked(of: name)
  }

  /// A line for programs: name, label, probabilities in falling order and perhaps a note, with tabs between; nil for what
  /// was unusable.
  public var plain: String? {
    guard case .heard(let probabilities, let note) = verdict else { return nil }
    let order = ranked(probabilities)
    let words = order.map { "\(labels[$0].printable) \(probabilities[$0].rounded(to: 3))" }
    let notes = note.map { ["note: \($0)"] } ?? []
    return ([name.printable, labels[order[0]].printable] + words + notes).joined(separator: "\t")
  }

  /// A line for people: `clip.wav  angry 62 %   neutral ▁ angry ▅ sad ▂`.
  public var drawn: String? {
    guard case .heard(let probabilities, let note) = verdict else { return nil }
    return "\(name.printable)  \(summary(probabilities, labels))   \(sparks(probabilities, labels))" + spoken(note)
  }

  /// Several lines for people: a bar a class.
  public var chart: String? {
    guard case .heard(let probabilities, let note) = verdict else { return nil }
    let labels = labels.map(\.printable)
    let width = labels.map(\.count).max() ?? 0
    let lines = labels.indices.map { index in
      let name = labels[index] + String(repeating: " ", count: width - labels[index].count)
      let percent = (100 * probabilities[index]).rounded(to: 1)
      let bar = bar(probabilities[index], width: 40)
      return "  \(name)  \(String(repeating: " ", count: max(0, 5 - percent.count)))\(percent) %"
        + (bar.isEmpty ? "" : "  " + bar)
    }
    return ([name.printable + "  " + summary(probabilities, labels) + spoken(note)] + lines).joined(separator: "\n")
  }

  /// One JSON object.
  public var json: String {
    switch verdict {
    case .unusable(let why): JSON.object(["file": .string(name), "error": .string(why)]).canonical
    case .heard(let probabilities, let note):
      JSON.object(["file": .string(name)].merging(judgement(probabilities, labels, note)) { $1 }).canonical
    }
  }
}

/// Label, probabilities and a note as members of a JSON object; six places are more than a model knows.
func judgement(_ probabilities: [Double], _ labels: [String], _ note: String?) -> [String: JSON] {
  let rounded = probabilities.map { JSON.number(($0 * 1e6).rounded() / 1e6) }
  var members: [String: JSON] = [
    "label": .string(labels[ranked(probabilities)[0]]),
    "probabilities": .object(Dictionary(zip(labels, rounded)) { first, _ in first }),
  ]
  if let note { members["note"] = .string(note) }
  return members
}

/// A note behind an answer for people.
func spoken(_ note: String?) -> String { note.map { "   (\($0))" } ?? "" }

/// `angry 62 %`.
func summary(_ probabilities: [Double], _ labels: [String]) -> String {
  let best = ranked(probabilities)[0]
  return "\(labels[best].printable) \((100 * probabilities[best]).rounded(to: 0)) %"
}

/// Classes from the most probable to the least; of equals, the first listed comes first.
func ranked(_ probabilities: [Double]) -> [Int] {
  probabilities.indices.sorted { (-probabilities[$0], $0) < (-probabilities[$1], $1) }
}

/// A column for each class, an eighth of a character a step: `neutral ▁ angry ▅`.
func sparks(_ probabilities: [Double], _ labels: [String]) -> String {
  let steps = Array("▁▂▃▄▅▆▇█")
  return zip(labels, probabilities).map { label, probability in
    "\(label.printable) \(steps[min(7, max(0, Int(probability * 8)))])"
  }.joined(separator: " ")
}

/// A bar as long as a probability, in eighths of a character.
func bar(_ probability: Double, width: Int) -> String {
  let eighths = Int((probability * Double(width * 8)).rounded())
  let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
  return String(repeating: "█", count: eighths / 8) + rest
}
