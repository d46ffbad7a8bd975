import Classical
import Settings

/// Chooses features before a model is fitted, on inner folds that share no speaker.
public struct SelectSettings: Settings {
  /// What it is for and what its keys mean.
  public static let about = About(
    "Chooses features before a model is fitted, on inner folds that share no speaker."
  ) {
    Key("by", "What is taken or left as a whole.")
    Key("forward", "How the search goes.", example: "forward: { learner: \"lda\", limit: 10 }")
  }

  /// What is taken or left as a whole.
  public enum Unit: String, Choice {
    case feature, family

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .feature: "A feature with all of its times: `mfcc_3`."
      case .family: "A family with all of its features: `mfcc`."
      }
    }
  }

  /// What is taken or left as a whole.
  public var by = Unit.feature
  /// How the search goes.
  public var forward = ForwardSelection()

  /// Feature by feature.
  public init() {}

  /// Searches among the features of rows of a shape.
  /// - Parameter names: of the features, one for each line of a row.
  func selection(
    from names: [String], shape: [Int], on examples: Examples, jobs: Int
  ) throws -> FeatureSelection {
    guard names.count == shape[0] else {
      throw ClassifierError("\(names.count) names were given for \(shape[0]) features")
    }
    return try forward.select(from: groups(of: names, times: shape.dropFirst().reduce(1, *)), on: examples, jobs: jobs)
  }

  /// The groups that the columns of a row form.
  /// - Parameters:
  ///   - names: of the features, one for each line of a row.
  ///   - times: columns of each line, which are taken or left together.
  func groups(of names: [String], times: Int) -> [FeatureGroup] {
    let lines = FeatureGroup.groups(of: names) { by == .feature ? Self.feature(of: $0) : Self.family(of: $0) }
    return lines.map { group in
      FeatureGroup(
        name: group.name, columns: group.columns.flatMap { line in (0..<times).map { line * times + $0 } })
    }
  }

  /// A flat row names every time of a feature: `mfcc_3_t17` is `mfcc_3`.
  static func feature(of name: String) -> String {
    let parts = name.split(separator: "_")
    guard parts.count > 1, let last = parts.last, last.first == "t", Int(last.dropFirst()) != nil else { return name }
    return parts.dropLast().joined(separator: "_")
  }

  /// What stands before a feature's number, `delta_mfcc_3_mean` being of `delta_mfcc`; without one, the first word.
  static func family(of name: String) -> String {
    let parts = name.split(separator: "_")
    guard let number = parts.firstIndex(where: { Int($0) != nil }), number > 0 else { return String(parts.first ?? "") }
    return parts[..<number].joined(separator: "_")
  }
}
