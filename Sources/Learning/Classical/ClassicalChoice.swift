import Settings

/// A classical learner that settings pick by name: `"lda"`, `{ logistic: { costs: [0.01] } }`.
public struct ClassicalChoice: NamedChoice {
  /// What the alternatives are.
  public static let kind = "classical model"
  /// All that a recipe may name.
  public static var alternatives: [any Named.Type] { classicalLearners }

  /// The chosen learner with its settings.
  public var learner: any ClassicalLearner

  /// Chooses a learner.
  public init(_ learner: any ClassicalLearner) { self.learner = learner }

  /// Reads a name, or an object with a name as its one key.
  public init(from decoder: any Decoder) throws {
    let choice = try decoder.choice(for: ClassicalChoice.self)
    guard let learner = choice as? any ClassicalLearner else { throw Invalid("\(type(of: choice)) cannot be fitted") }
    self.learner = learner
  }

  /// Writes an object with the name as its one key.
  public func encode(to encoder: any Encoder) throws { try encoder.encode(choice: learner) }

  /// Whether both are the same learner with the same settings.
  public static func == (a: ClassicalChoice, b: ClassicalChoice) -> Bool {
    func same<L: ClassicalLearner>(_ one: L) -> Bool { one == b.learner as? L }
    return same(a.learner)
  }
}
