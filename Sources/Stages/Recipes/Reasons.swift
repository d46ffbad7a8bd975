import Glibc
import Settings
import System

/// Why a recipe's files would be made anew: what is not there, what is newer, and which setting changed from what to what.
public struct Reasons {
  private let plan: Plan
  private let build: String
  private let programs: String

  /// - Parameters:
  ///   - build: the folder of everything made.
  ///   - programs: the folder of the programs.
  public init(_ plan: Plan, build: String, programs: String) {
    (self.plan, self.build, self.programs) = (plan, build, programs)
  }

  /// One line a reason; none where everything is up to date.
  /// - Parameter file: a file of the store that alone is asked for; any other stands for the report.
  public func lines(for file: String? = nil) -> [String] {
    let asked = plan.stored.first { $0.output(in: build) == file }
    let steps = asked.map(needed) ?? plan.stored
    var lines = steps.flatMap { step in
      reasons(for: step, made: step.stem(in: build) + ".done", output: step.output(in: build))
    }
    guard asked == nil else { return lines }
    let report = "\(build)/\(plan.name)/report.html", evaluation = "\(build)/\(plan.name)/evaluation.h5"
    let behind = newer(than: evaluation, of: plan.evaluation, settings: "\(build)/\(plan.name)/evaluate.json")
    if time(of: evaluation) == nil || time(of: report) == nil {
      lines.append("\(report): not there")
    } else {
      lines += behind.map { "\(report): older than \($0)" }
    }
    return lines
  }

  /// A step and those that it stands on.
  private func needed(for last: Step) -> [Step] {
    var paths: Set = [last.output(in: build)]
    var steps: [Step] = []
    for step in plan.stored.reversed() where paths.contains(step.output(in: build)) {
      steps.insert(step, at: 0)
      paths.formUnion(step.inputs.map(\.argument))
    }
    return steps
  }

  private func reasons(for step: Step, made done: String, output: String) -> [String] {
    guard time(of: output) != nil, time(of: done) != nil else {
      let changes = changedSettings(of: step)
      return ["\(output): not there"] + changes.map { "  \($0)" }
    }
    return newer(than: done, of: step, settings: step.stem(in: build) + ".json").map { "\(output): older than \($0)" }
  }

  /// What a step waits for and is newer than its file.
  private func newer(than made: String, of step: Step, settings: String) -> [String] {
    guard let own = time(of: made) else { return [] }
    let needs = step.prerequisites(settings: settings, in: build) + ["\(programs)/\(step.program)"]
    return needs.filter { need in time(of: need).map { $0 > own } ?? false }
  }

  /// How a step's settings differ from the nearest ones that there is a file for: `rate was 16000, is 22050`.
  private func changedSettings(of step: Step) -> [String] {
    let folder = "\(build)/store/\(step.stage)"
    guard let own = try? JSON(parsing: step.settings.utf8) else { return [] }
    let others = listing(of: folder).filter { $0.hasSuffix(".json") && !$0.hasPrefix(step.hash) }
    let differences = others.compactMap { name -> [String]? in
      let path = "\(folder)/\(name)"
      guard time(of: path.dropLast(5) + ".h5") != nil, let text = try? contents(of: path),
        let other = try? JSON(parsing: text)
      else { return nil }
      return Self.differences(from: other, to: own, at: step.stage)
    }
    guard let nearest = differences.min(by: { $0.count < $1.count }) else { return [] }
    // The same settings over other inputs: what changed stands with an earlier step.
    let shown = nearest.prefix(5)
    return shown + (nearest.count > shown.count ? ["and \(nearest.count - shown.count) settings more"] : [])
  }

  /// The settings in which two trees differ, by their paths.
  static func differences(from old: JSON, to new: JSON, at path: String) -> [String] {
    if old == new { return [] }
    guard case .object(let before) = old, case .object(let after) = new else {
      return ["\(path) was \(old.canonical), is \(new.canonical)"]
    }
    return Set(before.keys).union(after.keys).sorted().flatMap { key in
      let place = "\(path).\(key)"
      switch (before[key], after[key]) {
      case (let old?, let new?): return differences(from: old, to: new, at: place)
      case (let old?, nil): return ["\(place) was \(old.canonical), is not set"]
      case (nil, let new?): return ["\(place) was not set, is \(new.canonical)"]
      case (nil, nil): return []
      }
    }
  }

  /// When a file was last written, in nanoseconds; nil where there is none.
  private func time(of path: some StringProtocol) -> Int? {
    var status = stat()
    guard stat(String(path), &status) == 0 else { return nil }
    return status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
  }
}
