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

/// An optimiser at work: the moments of every trained parameter.
final class OptimiserState {
  let optimiser: any Optimiser
  private let parameters: Parameters
  private let trained: [Parameter]
  private let moments: [[Vector]]  // [parameter][moment]
  private let engine: any Engine
  /// Steps taken so far.
  private(set) var step = 0

  init(_ optimiser: any Optimiser, _ parameters: Parameters, on engine: any Engine) {
    self.optimiser = optimiser
    self.parameters = parameters
    self.engine = engine
    trained = parameters.trained
    moments = trained.map { parameter in
      (0..<type(of: optimiser).momentCount).map { _ in Vector(count: parameter.count) }
    }
  }

  /// Everything that the next step depends on, besides the weights: step and moments, parameter after parameter.
  var snapshot: (step: Int, moments: [[Float]]) {
    get { (step, moments.flatMap { $0.map(\.values) }) }
    set {
      step = newValue.step
      for (vector, values) in zip(moments.flatMap { $0 }, newValue.moments) { vector.values = values }
    }
  }

  /// Moves every trained parameter against its gradient.
  /// - Parameter clip: greatest norm that all gradients together may have; nil leaves them as they are.
  func update(rate: Double, rows: Int, clip: Double?) {
    step += 1
    let scale = clip.map { Float(min(1, $0 / max(gradientNorm, .leastNormalMagnitude))) } ?? 1
    for (parameter, vectors) in zip(trained, moments) {
      let context = StepContext(
        rate: rate, step: step, decays: parameter.shape.count > 1, rows: rows, gradientScale: scale)
      let weights = parameter.values.baseAddress!, gradient = parameter.gradient.baseAddress!
      engine.parallel(parameter.count, grain: 1 << 14) { range, _ in
        let start = range.lowerBound
        optimiser.update(
          weights + start, gradient + start, vectors.map { $0.buffer.baseAddress! + start }, count: range.count,
          context)
      }
    }
    parameters.markChanged()
  }

  /// What the L2 penalty adds to the loss of a batch, as scikit-learn counts it: l2 / (2 · rows) · Σ w².
  func penalty(rows: Int) -> Double {
    guard optimiser.l2 > 0 else { return 0 }
    var squares = 0.0
    for parameter in trained where parameter.shape.count > 1 {
      for value in parameter.values { squares += Double(value) * Double(value) }
    }
    return optimiser.l2 / (2 * Double(rows)) * squares
  }

  /// The Euclidean norm of all gradients together.
  private var gradientNorm: Double {
    var total = 0.0
    for parameter in trained {
      for value in parameter.gradient { total += Double(value) * Double(value) }
    }
    return total.squareRoot()
  }
}

/// Float32 numbers at an address that never moves, so that threads can work on parts of them.
final class Vector {
  let buffer: UnsafeMutableBufferPointer<Float>

  init(count: Int) {
    buffer = .allocate(capacity: count)
    buffer.initialize(repeating: 0)
  }

  deinit { buffer.deallocate() }

  /// A copy of the numbers.
  var values: [Float] {
    get { Array(buffer) }
    set { _ = buffer.update(from: newValue) }
  }
}
