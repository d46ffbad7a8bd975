import Settings

/// An entry in a recipe's list of variants: a step, how many copies of it, and what they are called.
///
/// ```json5
/// ["original", { noise: { amplitude: 0.035 }, copies: 2 }, { pitch: { semitones: 0.7 }, name: "higher" }]
/// ```
public struct Variant: NamedChoice {
  /// What the alternatives are.
  public static let kind = "transform"
  /// All that a recipe may name.
  public static var alternatives: [any Named.Type] { allTransforms }
  /// What may stand beside a transform.
  public static let options =
    Step.options + [
      Key(
        "copies", "How many times it is done, each with its own numbers.", in: 1...1000, example: "noise: {}, copies: 2"
      ),
      Key(
        "name", "What the result is called; the transform's name when left out.", example: "pitch: {}, name: \"higher\""
      ),
    ]

  /// What is done to the clip.
  public var step: Step
  /// How many times it is done, each with its own numbers.
  public var copies = 1
  /// What the result is called; nil takes the transform's name.
  public var name: String?

  private enum Option: String, CodingKey { case copies, name }

  /// One copy, named like its transform.
  public init(_ transform: any Transform) { step = Step(transform) }

  /// Reads a transform's name, or an object with it as a key and options beside it.
  public init(from decoder: any Decoder) throws {
    step = try Step(from: decoder, as: Variant.self)
    guard let object = try? decoder.container(keyedBy: Option.self) else { return }
    copies = try object.decodeIfPresent(Int.self, forKey: .copies) ?? 1
    name = try object.decodeIfPresent(String.self, forKey: .name)
    let path = decoder.codingPath.map(\.stringValue)
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
