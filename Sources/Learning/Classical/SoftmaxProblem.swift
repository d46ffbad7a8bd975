import Glibc

/// Multinomial logistic regression as a convex function of its parameters.
///
/// `f(W, b) = Σᵢ cᵢ (log Σₖ exp zᵢₖ - zᵢ,label) + ½‖W‖²` with the margins `z = X W + b`. The biases, which are not
/// penalised, are the last row of the parameters, against a column of ones in `X`.
struct SoftmaxProblem {
  /// Parameters: weights and, in the last row, biases.
  var size: Int { inputs.columns * classes }  // [feature + 1, class]
  /// Margins of the training rows.
  var marginCount: Int { inputs.rows * classes }  // [row, class]

  private let inputs: Matrix  // [row, feature + 1]
  private let labels: [Int]
  private let classes: Int
  /// How much each row counts.
  var rowWeights: [Double]
  private var probabilities: [Double]  // [row, class]
  private var residuals: [Double]  // [row, class]

  init(_ examples: Examples, rowWeights: [Double]) {
    inputs = examples.features.withOnes()
    labels = examples.labels
    classes = examples.classes.count
    self.rowWeights = rowWeights
    probabilities = [Double](repeating: 0, count: examples.labels.count * classes)
    residuals = probabilities
  }

  /// `X W + b`.
  func margins(of parameters: [Double], into margins: inout [Double]) {
    multiply(inputs, .plain, parameters, columns: classes, into: &margins)
  }

  /// The value of `f`.
  func loss(margins: [Double], parameters: [Double]) -> Double {
    var sum = 0.0
    margins.withUnsafeBufferPointer { margins in
      for row in labels.indices {
        let z = margins.extracting(row * classes..<(row + 1) * classes)
        let top = z.max() ?? 0
        var total = 0.0
        for value in z { total += exp(value - top) }
        sum += rowWeights[row] * (log(total) + top - z[labels[row]])
      }
    }
    let penalised = parameters[..<(size - classes)]
    return sum + penalised.withUnsafeBufferPointer { $0.reduce(0) { $0 + $1 * $1 } } / 2
  }

  /// The gradient of `f`, `Xᵀ (c (P - Y)) + W`; keeps the probabilities for `curvature`.
  mutating func gradient(margins: [Double], parameters: [Double], into gradient: inout [Double]) {
    for row in labels.indices {
      let start = row * classes
      softmax(margins[start..<start + classes], into: &probabilities, at: start)
      for place in start..<start + classes { residuals[place] = rowWeights[row] * probabilities[place] }
      residuals[start + labels[row]] -= rowWeights[row]
    }
    multiply(inputs, .transposed, residuals, columns: classes, into: &gradient)
    addPenalty(of: parameters, to: &gradient)
  }

  /// The Hessian times a direction `V` where the gradient was last taken: `Xᵀ (c P (A - Σ P A)) + V`, `A = X V`.
  mutating func curvature(along direction: [Double], image: inout [Double], into product: inout [Double]) {
    margins(of: direction, into: &image)
    image.withUnsafeBufferPointer { image in
      for row in labels.indices {
        let start = row * classes
        var mean = 0.0
        for place in start..<start + classes { mean += probabilities[place] * image[place] }
        for place in start..<start + classes {
          residuals[place] = rowWeights[row] * probabilities[place] * (image[place] - mean)
        }
      }
    }
    multiply(inputs, .transposed, residuals, columns: classes, into: &product)
    addPenalty(of: direction, to: &product)
  }

  private func addPenalty(of parameters: [Double], to sum: inout [Double]) {
    for place in 0..<(size - classes) { sum[place] += parameters[place] }
  }
}

/// `exp zₖ / Σ exp z`, written into a longer array.
func softmax(_ margins: ArraySlice<Double>, into out: inout [Double], at start: Int) {
  let top = margins.max() ?? 0
  var total = 0.0
  for (offset, value) in margins.enumerated() {
    let power = exp(value - top)
    out[start + offset] = power
    total += power
  }
  for place in start..<start + margins.count { out[place] /= total }
}

/// Finds the one minimum of a softmax problem by Newton's method.
///
/// Each step solves `H s = -g` by conjugate gradients, only as exactly as the distance from the minimum deserves, and
/// goes as far along `s` as `f` falls. The images `X d` that conjugate gradients computes add up to the margins' change,
/// so looking along `s` costs no further product with the features.
struct NewtonDescent {
  /// The gradient's length, relative to its length at zero, at which the minimum counts as found.
  var tolerance: Double
  /// A bound on Newton steps, far above what well-scaled features need.
  var steps = 200

  /// - Parameter start: where to begin; the minimum of a problem with a similar cost saves most of the way.
  func minimum(of problem: inout SoftmaxProblem, from start: [Double]? = nil) -> [Double] {
    let zeros = [Double](repeating: 0, count: problem.size)
    var parameters = zeros
    var gradient = zeros
    var margins = [Double](repeating: 0, count: problem.marginCount)
    problem.gradient(margins: margins, parameters: parameters, into: &gradient)
    let reference = dot(gradient, gradient).squareRoot()
    if let start {
      parameters = start
      problem.margins(of: start, into: &margins)
      problem.gradient(margins: margins, parameters: parameters, into: &gradient)
    }
    var loss = problem.loss(margins: margins, parameters: parameters)
    for _ in 0..<steps {
      let length = dot(gradient, gradient).squareRoot()
      guard length > tolerance * reference else { break }
      let (step, image) = newtonStep(&problem, gradient, precision: min(0.1, (length / reference).squareRoot()))
      let slope = dot(gradient, step)
      var share = 1.0
      while true {
        var nearParameters = parameters
        var nearMargins = margins
        add(share, step, to: &nearParameters)
        add(share, image, to: &nearMargins)
        let nearLoss = problem.loss(margins: nearMargins, parameters: nearParameters)
        // At the minimum the fall drowns in rounding, which must not look like a rise.
        if nearLoss <= loss + 1e-4 * share * slope + 1e-14 * abs(loss) {
          (parameters, margins, loss) = (nearParameters, nearMargins, nearLoss)
          break
        }
        share /= 2
        guard share > 1e-10 else { return parameters }
      }
      problem.gradient(margins: margins, parameters: parameters, into: &gradient)
    }
    return parameters
  }

  /// Conjugate gradients on `H s = -g` until the rest is `precision` times as long as `g`.
  /// - Returns: the step and its image `X s`.
  private func newtonStep(
    _ problem: inout SoftmaxProblem, _ gradient: [Double], precision: Double
  ) -> (step: [Double], image: [Double]) {
    var step = [Double](repeating: 0, count: problem.size)
    var stepImage = [Double](repeating: 0, count: problem.marginCount)
    var image = stepImage
    var curved = step
    var rest = gradient.map { -$0 }
    var direction = rest
    var length = dot(rest, rest)
    let goal = precision * precision * length
    for _ in 0..<250 {
      problem.curvature(along: direction, image: &image, into: &curved)
      let bend = dot(direction, curved)
      guard bend > 0 else { break }
      let share = length / bend
      add(share, direction, to: &step)
      add(share, image, to: &stepImage)
      add(-share, curved, to: &rest)
      let shorter = dot(rest, rest)
      guard shorter > goal else { break }
      for place in direction.indices { direction[place] = rest[place] + shorter / length * direction[place] }
      length = shorter
    }
    return (step, stepImage)
  }
}
