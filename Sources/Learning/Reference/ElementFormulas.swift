import Glibc
import Graph

// Functions of single elements, and what joins tensors or puts their elements in another order.

extension Activation: Computable {
  func compute(_ inputs: [DoubleTensor], _ run: Run) -> Computed {
    let x = inputs[0]
    return Computed(x.map(value)) { [x.zipped(with: $0) { slope($0) * $1 }] }
  }

  private func value(_ x: Double) -> Double {
    switch function {
    case .relu: max(x, 0)
    case .leakyReLU(let slope): x > 0 ? x : Double(slope) * x
    case .gelu: x * normal(x)
    case .sigmoid: 1 / (1 + exp(-x))
    case .tanh: Glibc.tanh(x)
    }
  }

  private func slope(_ x: Double) -> Double {
    switch function {
    case .relu: x > 0 ? 1 : 0
    case .leakyReLU(let slope): x > 0 ? 1 : Double(slope)
    case .gelu: normal(x) + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    case .sigmoid: value(x) * (1 - value(x))
    case .tanh: 1 - Glibc.tanh(x) * Glibc.tanh(x)
    }
  }

  /// The normal distribution function.
  private func normal(_ x: Double) -> Double { (1 + erf(x / 2.0.squareRoot())) / 2 }
}

extension Addition: Computable {
  func compute(_ inputs: [DoubleTensor], _ run: Run) -> Computed {
    Computed(inputs[0].zipped(with: inputs[1], +)) { [$0, $0] }
  }
}

extension Dropout: Computable {
  func compute(_ inputs: [DoubleTensor], _ run: Run) -> Computed {
    let x = inputs[0]
    guard run.isTraining, rate > 0 else { return Computed(x) { [$0] } }
    let mask = Mask(rate: rate), key = Mask.Key(seed: run.seed, step: run.step, line: UInt64(run.line))
    let length = isSpatial ? Array(x.shape.dropFirst(2)).product : 1
    let factors = DoubleTensor(
      x.shape, x.values.indices.map { Double(mask.factor(UInt32(truncatingIfNeeded: $0 / length), key)) })
    return Computed(x.zipped(with: factors, *)) { [$0.zipped(with: factors, *)] }
  }
}

extension CrossEntropy: Computable {
  func compute(_ inputs: [DoubleTensor], _ run: Run) -> Computed {
    let x = inputs[0], t = inputs[1], rows = x.shape[0], classes = x.shape[1], s = Double(smoothing)
    let factors = weights.isEmpty ? [Double](repeating: 1, count: classes) : weights.map(Double.init)
    var loss = 0.0, slope = DoubleTensor(x.shape)
    for n in 0..<rows {
      let highest = (0..<classes).map { x[n, $0] }.max()!
      let sum = (0..<classes).reduce(0) { $0 + exp(x[n, $1] - highest) }
      let q = (0..<classes).map { (1 - s) * t[n, $0] + s / Double(classes) }
      let weight = (0..<classes).reduce(0) { $0 + t[n, $1] * factors[$1] }
      for c in 0..<classes {
        loss -= weight * q[c] * (x[n, c] - highest - log(sum)) / Double(rows)
        slope[n, c] = weight / Double(rows) * (exp(x[n, c] - highest) / sum * q.reduce(0, +) - q[c])
      }
    }
    return Computed(DoubleTensor([1], [loss])) { [slope] gradient in [slope.map { $0 * gradient.values[0] }, nil] }
  }
}

extension Concatenation: Computable {
  func compute(_ inputs: [DoubleTensor], _ run: Run) -> Computed {
    var shape = inputs[0].shape
    shape[axis] = inputs.reduce(0) { $0 + $1.shape[axis] }
    let starts = inputs.indices.map { inputs[..<$0].reduce(0) { $0 + $1.shape[axis] } }
    func place(_ offset: Int, of input: Int) -> [Int] {
      var place = inputs[input].place(offset)
      place[axis] += starts[input]
      return place
    }
    var y = DoubleTensor(shape)
    for (index, input) in inputs.enumerated() {
      for offset in input.values.indices { y.values[y.offset(place(offset, of: index))] = input.values[offset] }
    }
    return Computed(y) { gradient in
      inputs.enumerated().map { index, input in
        DoubleTensor(input.shape, input.values.indices.map { gradient.values[gradient.offset(place($0, of: index))] })
      }
    }
  }
}

extension Permutation: Computable {
  func compute(_ inputs: [DoubleTensor], _ run: Run) -> Computed {
    let x = inputs[0], order = order
    var y = DoubleTensor(order.map { x.shape[$0] })
    func target(_ offset: Int) -> Int {
      let place = x.place(offset)
      return y.offset(order.map { place[$0] })
    }
    let targets = x.values.indices.map(target)
    for (offset, target) in targets.enumerated() { y.values[target] = x.values[offset] }
    return Computed(y) { gradient in [DoubleTensor(x.shape, targets.map { gradient.values[$0] })] }
  }
}

extension Reshape: Computable {
  func compute(_ inputs: [DoubleTensor], _ run: Run) -> Computed {
    Computed(inputs[0].reshaped(to: target)) { [$0.reshaped(to: inputs[0].shape)] }
  }
}

// Means and deviations of channels.

extension BatchNormalisation: Computable {
  func compute(_ inputs: [DoubleTensor], _ run: Run) -> Computed {
    let x = inputs[0], channels = x.shape[1], length = Array(x.shape[2...]).product
    let groups = (0..<channels).map { channel in x.values.indices.filter { $0 / length % channels == channel } }
    var mean = inputs[3], variance = inputs[4]
    if run.isTraining || run.measuresStatistics {
      for (channel, group) in groups.enumerated() {
        (mean[channel], variance[channel]) = moments(group.map { x.values[$0] })
      }
    }
    var outcome = normalised(
      x, groups, mean: mean.values, variance: variance.values, scale: inputs[1], shift: inputs[2],
      epsilon: Double(epsilon), isConstant: !run.isTraining)
    guard run.isTraining || run.measuresStatistics else { return outcome }
    let keep = run.measuresStatistics ? 0 : Double(momentum)
    outcome.moved = [
      3: inputs[3].zipped(with: mean) { keep * $0 + (1 - keep) * $1 },
      4: inputs[4].zipped(with: variance) { keep * $0 + (1 - keep) * $1 },
    ]
    let pullback = outcome.pullback
    var result = Computed(outcome.value) { pullback($0) + [nil, nil] }
    result.moved = outcome.moved
    return result
  }
}

/// Mean, and variance divided by the count.
private func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
  let mean = values.reduce(0, +) / Double(values.count)
  return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
}

/// y = scale · (x − μ) / √(σ² + ε) + shift, group by group.
///
/// With z = (x − μ) / √(σ² + ε) and g = ∂y · scale over a group: ∂x = (g − mean(g) − z · mean(g · z)) / √(σ² + ε), or
/// g / √(σ² + ε) where μ and σ are constants.
private func normalised(
  _ x: DoubleTensor, _ groups: [[Int]], mean: [Double], variance: [Double], scale: DoubleTensor, shift: DoubleTensor,
  epsilon: Double,
  isConstant: Bool
) -> Computed {
  var y = x, z = x
  for (number, group) in groups.enumerated() {
    for index in group {
      z.values[index] = (x.values[index] - mean[number]) / (variance[number] + epsilon).squareRoot()
      y.values[index] = scale.values[number] * z.values[index] + shift.values[number]
    }
  }
  return Computed(y) { [z] gradient in
    var dx = x, dScale = DoubleTensor(scale.shape), dShift = DoubleTensor(shift.shape)
    for (number, group) in groups.enumerated() {
      let g = group.map { gradient.values[$0] * scale.values[number] }
      let level = g.reduce(0, +) / Double(g.count)
      let along = zip(g, group).reduce(0) { $0 + $1.0 * z.values[$1.1] } / Double(g.count)
      for (slope, index) in zip(g, group) {
        dScale.values[number] += gradient.values[index] * z.values[index]
        dShift.values[number] += gradient.values[index]
        let change = isConstant ? slope : slope - level - z.values[index] * along
        dx.values[index] = change / (variance[number] + epsilon).squareRoot()
      }
    }
    return [dx, dScale, dShift]
  }
}
