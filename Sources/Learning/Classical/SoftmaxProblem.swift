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
