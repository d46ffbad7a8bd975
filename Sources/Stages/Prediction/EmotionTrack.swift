import Audio
import Commands
import Plotting
import Settings
import System

/// Emotion against time: verdicts on the windows of one recording.
public struct EmotionTrack: Sendable, Equatable {
  /// A stretch of the recording and what was heard in it.
  public struct Window: Sendable, Equatable {
    /// Seconds from the beginning of the recording.
    public let start: Double
    /// Seconds from the beginning of the recording.
    public let end: Double
    /// What was heard.
    public let verdict: Verdict
  }

  /// The recording's name.
  public let name: String
  /// The names of the classes.
  public let labels: [String]
  /// The windows in the order of time.
  public let windows: [Window]

  /// Windows of a recording.
  public init(name: String, labels: [String], windows: [Window]) {
    self.name = name
    self.labels = labels
    self.windows = windows.map { Window(start: $0.start, end: $0.end, verdict: $0.verdict.checked(of: name)) }
  }

  /// Why nothing was heard in any window, in the words of the first; nil where something was.
  public var whyNothing: String? {
    guard case .unusable(let why)? = windows.first?.verdict else { return nil }
    let isHeard = windows.contains { if case .heard = $0.verdict { true } else { false } }
    return isHeard ? nil : why
  }

  /// Lines for programs: start and end in seconds, label, probabilities in falling order and perhaps a note, with tabs
  /// between.
  public var plain: String {
    windows.map { window in
      let time = "\(name.printable)\t\(window.start.rounded(to: 2))\t\(window.end.rounded(to: 2))"
      guard case .heard(let probabilities, let note) = window.verdict else { return time + "\t-" }
      let order = ranked(probabilities)
      let words = order.map { "\(labels[$0].printable) \(probabilities[$0].rounded(to: 3))" }
      return ([time, labels[order[0]].printable] + words + (note.map { ["note: \($0)"] } ?? [])).joined(separator: "\t")
    }.joined(separator: "\n")
  }

  /// Lines for people.
  public var drawn: String {
    let width = windows.last.map { $0.end.rounded(to: 2).count } ?? 0
    func padded(_ seconds: Double) -> String {
      let text = seconds.rounded(to: 2)
      return String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let lines = windows.map { window in
      let time = "  \(padded(window.start)) to \(padded(window.end)) s  "
      guard case .heard(let probabilities, let note) = window.verdict else { return time + "nothing to hear" }
      return time + sparks(probabilities, labels) + "   " + summary(probabilities, labels) + spoken(note)
    }
    return ([name.printable] + lines).joined(separator: "\n")
  }

  /// One JSON object.
  public var json: String {
    let windows = windows.map { window in
      var members: [String: JSON] = ["start": .number(window.start), "end": .number(window.end)]
      switch window.verdict {
      case .heard(let probabilities, let note): members.merge(judgement(probabilities, labels, note)) { $1 }
      case .unusable(let why): members["error"] = .string(why)
      }
      return JSON.object(members)
    }
    return JSON.object(["file": .string(name), "windows": .array(windows)]).canonical
  }

  /// A picture with one band a class.
  public var svg: String {
    EmotionTimeline(
      title: name, labels: labels,
      windows: windows.compactMap { window in
        guard case .heard(let probabilities, _) = window.verdict else { return nil }
        return .init(start: window.start, end: window.end, probabilities: probabilities)
      }
    ).picture().svg
  }
}
