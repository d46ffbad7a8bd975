/// Where random numbers start from. Every seed is derived by name, never drawn, so that a clip's numbers do not depend
/// on which clips came before it or on how many jobs ran.
public struct Seed: Hashable, Sendable {
  /// The 64 bits that start a generator.
  public let value: UInt64

  /// A seed from a recipe.
  public init(_ value: UInt64) { self.value = value }

  /// A seed for a named part: `recipe.derived(for: clip, variant)`. First 64 bits of SHA-256 over value and names.
  public func derived(for names: String...) -> Seed {
    var hash = SHA256()
    hash.update(field: String(value))
    for name in names { hash.update(field: name) }
    return Seed(hash.finish().prefix)
  }
}
