/// What a system reaches that has not listened at all.
public struct Baselines: Sendable, Equatable, Encodable {
  /// UAR and WAR of a system that draws one of the labels at random, in expectation: 1 / labels.
  public let chance: Double
  /// The class that the majority baseline always says.
  public let majorityClass: Int
  /// UAR of always saying the majority class: 1 / classes with test rows, or 0 when that class has none.
  public let majorityUAR: Double
  /// WAR of always saying the majority class: its share of the test rows.
  public let majorityWAR: Double

  /// The baselines for a test set.
  /// - Parameter training: rows of each class in training, whose most frequent class is the majority; without them it is
  ///   the test set's own, which is generous. Of several equally frequent classes it is the first.
  public init(support: [Int], training: [Int]? = nil) {
    let counts = training ?? support
    var majority = 0
    for index in counts.indices where counts[index] > counts[majority] { majority = index }
    let total = support.reduce(0, +)
    let present = support.count { $0 > 0 }
    chance = support.isEmpty ? 0 : 1 / Double(support.count)
    majorityClass = majority
    majorityUAR = total > 0 && support[majority] > 0 ? 1 / Double(present) : 0
    majorityWAR = total > 0 ? Double(support[majority]) / Double(total) : 0
  }
}
