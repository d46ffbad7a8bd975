import Determinism
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
    TransformStep.options + [
      Key(
        "copies", "How many times it is done, each with its own numbers.", in: 1...1000, example: "noise: {}, copies: 2"
      ),
      Key(
        "name", "What the result is called; the transform's name when left out.", example: "pitch: {}, name: \"higher\""
      ),
    ]

  /// What is done to the clip.
  public var step: TransformStep
  /// How many times it is done, each with its own numbers.
  public var copies = 1
  /// What the result is called; nil takes the transform's name.
  public var name: String?

  private enum Option: String, CodingKey { case copies, name }

  /// One copy, named like its transform.
  public init(_ transform: any Transform) { step = TransformStep(transform) }

  /// Reads a transform's name, or an object with it as a key and options beside it.
  public init(from decoder: any Decoder) throws {
    step = try TransformStep(from: decoder, as: Variant.self)
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

/// A transform and how likely it is to happen: `{ noise: { amplitude: 0.035 }, probability: 0.5 }`.
public struct TransformStep: NamedChoice {
  /// What the alternatives are.
  public static let kind = "transform"
  /// All that a recipe may name.
  public static var alternatives: [any Named.Type] { allTransforms }
  /// What may stand beside a transform.
  public static let options = [
    Key("probability", "In what share of the cases it happens.", in: 0...1, example: "noise: {}, probability: 0.5")
  ]

  /// What happens.
  public var transform: any Transform
  /// In what share of the cases, from 0 to 1.
  public var probability = 1.0

  private enum Option: String, CodingKey { case probability }

  /// A step that always happens.
  public init(_ transform: any Transform) { self.transform = transform }

  /// Reads a transform's name, or an object with it as a key and perhaps a probability beside it.
  public init(from decoder: any Decoder) throws {
    try self.init(from: decoder, as: TransformStep.self)
  }

  /// Reads a step out of an object that has further options, which the caller reads.
  init(from decoder: any Decoder, as type: (some NamedChoice).Type) throws {
    let choice = try decoder.choice(for: type)
    // Everything in the list of alternatives is a transform.
    transform = choice as? any Transform ?? Original()
    guard let object = try? decoder.container(keyedBy: Option.self) else { return }
    probability = try object.decodeIfPresent(Double.self, forKey: .probability) ?? 1
  }

  /// Writes the transform with all its values, and the probability unless it is 1.
  public func encode(to encoder: any Encoder) throws {
    try encoder.encode(choice: transform)
    guard probability != 1 else { return }
    var object = encoder.container(keyedBy: Option.self)
    try object.encode(probability, forKey: .probability)
  }

  /// The step with its transform drawn, or nil if chance leaves it out.
  func drawn(using random: inout Random) -> TransformStep? {
    // A sure step costs no draw, so that setting a probability elsewhere does not change it.
    if probability < 1, random.uniform() >= probability { return nil }
    return TransformStep(transform.drawn(using: &random))
  }

  /// Whether both have equal transforms and probabilities.
  public static func == (a: TransformStep, b: TransformStep) -> Bool {
    a.probability == b.probability && a.transform.isEqual(to: b.transform)
  }
}
