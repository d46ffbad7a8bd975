import Glibc
import Settings

/// How the rate moves over a training of known length, picked by name.
public protocol Schedule: Named {
  /// The factor on the optimiser's rate.
  /// - Parameter progress: epochs done, counted in fractions, over all epochs: 0 to 1.
  func factor(at progress: Double) -> Double
}

/// The schedules that recipes can name.
public enum Schedules {
  /// One line per schedule.
  public static let all: [any Schedule.Type] = [ConstantSchedule.self, CosineSchedule.self]
}

/// The same rate throughout.
public struct ConstantSchedule: Schedule {
  /// `constant` in recipes.
  public static let name = "constant"
  /// What it is for and what its keys mean.
  public static let about = About("The same rate throughout.")

  /// Nothing to set.
  public init() {}
  /// 1.
  public func factor(at progress: Double) -> Double { 1 }
}

/// Half a cosine from 1 down to `floor`, after a linear rise.
public struct CosineSchedule: Schedule {
  /// `cosine` in recipes.
  public static let name = "cosine"
  /// What it is for and what its keys mean.
  public static let about = About("Half a cosine from 1 down to `floor`, after a linear rise.") {
    Key("floor", "The factor at the end.", in: 0..<1)
    Key("warmup", "Part of the training over which the rate rises from 0.", in: 0..<1)
  }

  /// The factor at the end.
  public var floor = 0.0
  /// Part of the training over which the rate rises from 0.
  public var warmup = 0.0

  /// Down to 0 without a rise.
  public init() {}

  /// floor + (1 − floor) · (1 + cos(π · t)) / 2, with t from 0 to 1 after the rise.
  public func factor(at progress: Double) -> Double {
    if progress < warmup { return progress / warmup }
    let t = (progress - warmup) / (1 - warmup)
    return floor + (1 - floor) * (1 + cos(.pi * min(t, 1))) / 2
  }
}

/// A schedule chosen by name: `"cosine"` or `{ cosine: { floor: 0.01 } }`.
public struct ScheduleChoice: NamedChoice {
  /// What the alternatives are.
  public static let kind = "schedule"
  /// All that a recipe may name.
  public static var alternatives: [any Named.Type] { Schedules.all }

  /// The chosen schedule.
  public var schedule: any Schedule

  /// A choice made in code.
  public init(_ schedule: any Schedule) { self.schedule = schedule }

  /// Reads a name, or an object with that one key.
  public init(from decoder: any Decoder) throws {
    schedule = try decoder.choice(for: ScheduleChoice.self) as! any Schedule
  }

  /// Writes an object with the name as its key.
  public func encode(to encoder: any Encoder) throws { try encoder.encode(choice: schedule) }

  /// Choices are equal when they would be written alike.
  public static func == (a: ScheduleChoice, b: ScheduleChoice) -> Bool { isEqual(a.schedule, b.schedule) }
}
