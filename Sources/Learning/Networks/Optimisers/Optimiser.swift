import Graph
import Settings

/// A rule that turns gradients into steps, picked by name.
public protocol Optimiser: Named {
  /// The rate at the start, which schedules scale.
  var rate: Double { get }
  /// Weight of the squared weights in the loss, in scikit-learn's sense: 0 unless a rule has such a penalty.
  var l2: Double { get }
  /// Vectors that the rule keeps beside each parameter.
  static var momentCount: Int { get }

  /// Changes one stretch of a parameter.
  /// - Parameters:
  ///   - weights: the values to change.
  ///   - gradient: of the loss, as many.
  ///   - moments: `momentCount` vectors, as many elements each, 0 before the first step.
  ///   - context: the rate now, the number of this step from 1, and whether the parameter decays.
  func update(
    _ weights: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>,
    _ moments: [UnsafeMutablePointer<Float>], count: Int, _ context: StepContext)
}

extension Optimiser {
  /// No penalty.
  public var l2: Double { 0 }
}

/// What an optimiser's rule needs to know of the step it takes part in.
public struct StepContext: Sendable {
  /// The rate after schedules.
  public let rate: Double
  /// 1 at the first step.
  public let step: Int
  /// Whether weight decay applies: to matrices and filters, not to biases and scales.
  public let decays: Bool
  /// Rows of the batch, by which scikit-learn divides its L2 penalty.
  public let rows: Int
  /// Factor on the gradient from clipping.
  public let gradientScale: Float
}

/// The optimisers that recipes can name.
public enum Optimisers {
  /// One line per optimiser.
  public static let all: [any Optimiser.Type] = [Adam.self, AdamW.self, SGD.self]
}

/// An optimiser chosen by name: `"adam"` or `{ adam: { rate: 1e-3 } }`.
public struct OptimiserChoice: NamedChoice {
  /// What the alternatives are.
  public static let kind = "optimizer"
  /// All that a recipe may name.
  public static var alternatives: [any Named.Type] { Optimisers.all }

  /// The chosen optimiser.
  public var optimiser: any Optimiser

  /// A choice made in code.
  public init(_ optimiser: any Optimiser) { self.optimiser = optimiser }

  /// Reads a name, or an object with that one key.
  public init(from decoder: any Decoder) throws {
    optimiser = try decoder.choice(for: OptimiserChoice.self) as! any Optimiser
  }

  /// Writes an object with the name as its key.
  public func encode(to encoder: any Encoder) throws { try encoder.encode(choice: optimiser) }

  /// Choices are equal when they would be written alike.
  public static func == (a: OptimiserChoice, b: OptimiserChoice) -> Bool { isEqual(a.optimiser, b.optimiser) }
}
