import Graph

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
