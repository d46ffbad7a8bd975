import Settings

/// The variants that are made of every clip: the value of a recipe's `augment`.
///
/// A list is short for `{ variants: [ … ] }`.
public struct Augmenting: Settings {
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    The variants that are made of every clip. A list is short for `{ variants: [ … ] }`; without the section \
    there is only the original.
    """
  ) {
    Key(
      "variants",
      "What is made of each clip, in this order; names of transforms, or objects with settings and options.",
      example: "variants: [\"original\", { noise: {}, copies: 2 }]")
    Key("clipping", "What happens to a variant that exceeds full scale.")
  }

  /// A list of variants, or an object.
  public static var form: Form { .either([.list(Variant.self), .object(Augmenting.self)]) }

  /// What is made of each clip, in this order.
  public var variants: [Variant] = [Variant(Original())]
  /// What happens to a variant that exceeds full scale.
  public var clipping = Clipping.limit

  private enum Member: String, CodingKey { case variants, clipping }

  /// The clip itself and nothing else.
  public init() {}

  /// Reads a list of variants, or an object with `variants` and `clipping`.
  public init(from decoder: any Decoder) throws {
    if (try? decoder.unkeyedContainer()) != nil {
      variants = try [Variant](from: decoder)
    } else {
      let object = try decoder.container(keyedBy: Member.self)
      variants = try object.decode([Variant].self, forKey: .variants)
      clipping = try object.decode(Clipping.self, forKey: .clipping)
    }
  }

  /// Writes the object.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Member.self)
    try object.encode(variants, forKey: .variants)
    try object.encode(clipping, forKey: .clipping)
  }

  /// There must be something to make.
  public func validate() throws {
    if variants.isEmpty { throw Invalid("expected at least one variant, such as \"original\"") }
  }

  /// The name of every variant, in order: `noise`, `noise#2`, `pitch`.
  public var names: [String] { numbered.map(\.name) }

  /// Sound files that transforms read besides the clips, each once.
  public var files: [String] { Set(variants.flatMap { $0.step.transform.files }).sorted() }

  /// One entry per copy, each with a name of its own.
  var numbered: [(name: String, step: TransformStep)] {
    var seen: [String: Int] = [:]
    return variants.flatMap { variant in
      (0..<variant.copies).map { _ in
        let name = variant.name ?? variant.step.transform.label
        let count = (seen[name] ?? 0) + 1
        seen[name] = count
        return (count == 1 ? name : "\(name)#\(count)", variant.step)
      }
    }
  }
}
