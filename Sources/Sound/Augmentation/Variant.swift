import Settings

/// An entry in a recipe's list of variants: a step, how many copies of it, and what they are called.
///
/// ```json5
/// ["original", { noise: { amplitude: 0.035 }, copies: 2 }, { pitch: { semitones: 0.7 }, name: "higher" }]
/// ```
public struct Variant: Codable, Sendable, Equatable {
  /// What is done to the clip.
  public var step: TransformStep
  /// How many times it is done, each with its own numbers.
  public var copies = 1
  /// What the result is called; nil takes the transform's name.
  public var name: String?

  private enum Option: String, CodingKey, CaseIterable { case copies, name, probability }

  /// One copy, named like its transform.
  public init(_ transform: any Transform) { step = TransformStep(transform) }

  /// Reads a transform's name, or an object with it as a key and options beside it.
  public init(from decoder: any Decoder) throws {
    step = try TransformStep(from: decoder, besides: Set(Option.allCases.map(\.rawValue)))
    guard let object = try? decoder.container(keyedBy: Option.self) else { return }
    copies = try object.decodeIfPresent(Int.self, forKey: .copies) ?? 1
    name = try object.decodeIfPresent(String.self, forKey: .name)
    let path = decoder.codingPath.map(\.stringValue)
    guard (1...1000).contains(copies) else {
      throw SettingsError(path: path + ["copies"], problem: "expected a number from 1 to 1000, found \(copies)")
    }
    if let name, name.isEmpty || name.contains("#") {
      throw SettingsError(path: path + ["name"], problem: "expected a name without '#', found '\(name)'")
    }
  }

  /// Writes the step, and the options that are not at their defaults.
  public func encode(to encoder: any Encoder) throws {
    try step.encode(to: encoder)
    var object = encoder.container(keyedBy: Option.self)
    if copies != 1 { try object.encode(copies, forKey: .copies) }
    try object.encodeIfPresent(name, forKey: .name)
  }
}
