import Glibc
import Graph

// Functions of single elements, and what joins tensors or puts their elements in another order.

extension Activation: Computable {
  func compute(_ inputs: [Numbers], _ run: Run) -> Outcome {
    let x = inputs[0]
    return Outcome(x.map(value)) { [x.zipped(with: $0) { slope($0) * $1 }] }
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
  func compute(_ inputs: [Numbers], _ run: Run) -> Outcome {
    Outcome(inputs[0].zipped(with: inputs[1], +)) { [$0, $0] }
  }
}

extension Dropout: Computable {
  func compute(_ inputs: [Numbers], _ run: Run) -> Outcome {
    let x = inputs[0]
    guard run.isTraining, rate > 0 else { return Outcome(x) { [$0] } }
    let mask = Mask(rate: rate), key = Mask.Key(seed: run.seed, step: run.step, line: UInt64(run.line))
    let length = isSpatial ? Array(x.shape.dropFirst(2)).product : 1
    let factors = Numbers(
      x.shape, x.values.indices.map { Double(mask.factor(UInt32(truncatingIfNeeded: $0 / length), key)) })
    return Outcome(x.zipped(with: factors, *)) { [$0.zipped(with: factors, *)] }
  }
}

extension Softmax: Computable {
  func compute(_ inputs: [Numbers], _ run: Run) -> Outcome {
    let x = inputs[0], count = x.shape[axis], step = Array(x.shape[(axis + 1)...]).product
    var y = x
    for line in lines(of: x, step: step) {
      let places = (0..<count).map { line + $0 * step }
      let highest = places.map { x.values[$0] }.max()!
      let sum = places.reduce(0) { $0 + exp(x.values[$1] - highest) }
      for place in places { y.values[place] = exp(x.values[place] - highest) / sum }
    }
    return Outcome(y) { [y] gradient in
      var dx = gradient
      for line in lines(of: x, step: step) {
        let places = (0..<count).map { line + $0 * step }
        let dot = places.reduce(0) { $0 + gradient.values[$1] * y.values[$1] }
        for place in places { dx.values[place] = y.values[place] * (gradient.values[place] - dot) }
      }
      return [dx]
    }
  }

  /// Where each line along the axis begins.
  private func lines(of x: Numbers, step: Int) -> [Int] { x.values.indices.filter { $0 / step % x.shape[axis] == 0 } }
}

extension CrossEntropy: Computable {
  func compute(_ inputs: [Numbers], _ run: Run) -> Outcome {
    let x = inputs[0], t = inputs[1], rows = x.shape[0], classes = x.shape[1], s = Double(smoothing)
    let factors = weights.isEmpty ? [Double](repeating: 1, count: classes) : weights.map(Double.init)
    var loss = 0.0, slope = Numbers(x.shape)
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
    return Outcome(Numbers([1], [loss])) { [slope] gradient in [slope.map { $0 * gradient.values[0] }, nil] }
  }
}

extension Concatenation: Computable {
  func compute(_ inputs: [Numbers], _ run: Run) -> Outcome {
    var shape = inputs[0].shape
    shape[axis] = inputs.reduce(0) { $0 + $1.shape[axis] }
    let starts = inputs.indices.map { inputs[..<$0].reduce(0) { $0 + $1.shape[axis] } }
    func place(_ offset: Int, of input: Int) -> [Int] {
      var place = inputs[input].place(offset)
      place[axis] += starts[input]
      return place
    }
    var y = Numbers(shape)
    for (index, input) in inputs.enumerated() {
      for offset in input.values.indices { y.values[y.offset(place(offset, of: index))] = input.values[offset] }
    }
    return Outcome(y) { gradient in
      inputs.enumerated().map { index, input in
        Numbers(input.shape, input.values.indices.map { gradient.values[gradient.offset(place($0, of: index))] })
      }
    }
  }
}

extension Permutation: Computable {
  func compute(_ inputs: [Numbers], _ run: Run) -> Outcome {
    let x = inputs[0], order = order
    var y = Numbers(order.map { x.shape[$0] })
    func target(_ offset: Int) -> Int {
      let place = x.place(offset)
      return y.offset(order.map { place[$0] })
    }
    let targets = x.values.indices.map(target)
    for (offset, target) in targets.enumerated() { y.values[target] = x.values[offset] }
    return Outcome(y) { gradient in [Numbers(x.shape, targets.map { gradient.values[$0] })] }
  }
}

extension Reshape: Computable {
  func compute(_ inputs: [Numbers], _ run: Run) -> Outcome {
    Outcome(inputs[0].reshaped(to: target)) { [$0.reshaped(to: inputs[0].shape)] }
  }
}
