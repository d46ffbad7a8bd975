import Graph

// Means and deviations: of channels, of rows, over time.

extension BatchNormalisation: Computable {
  func compute(_ inputs: [Numbers], _ run: Run) -> Outcome {
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
      epsilon: Double(epsilon), isConstant: !run.isTraining, scaleOf: { channel, _ in channel })
    guard run.isTraining || run.measuresStatistics else { return outcome }
    let keep = run.measuresStatistics ? 0 : Double(momentum)
    outcome.moved = [
      3: inputs[3].zipped(with: mean) { keep * $0 + (1 - keep) * $1 },
      4: inputs[4].zipped(with: variance) { keep * $0 + (1 - keep) * $1 },
    ]
    let pullback = outcome.pullback
    var result = Outcome(outcome.value) { pullback($0) + [nil, nil] }
    result.moved = outcome.moved
    return result
  }
}

extension LayerNormalisation: Computable {
  func compute(_ inputs: [Numbers], _ run: Run) -> Outcome {
    let x = inputs[0], width = x.shape.last!
    let groups = (0..<x.values.count / width).map { Array($0 * width..<($0 + 1) * width) }
    let known = groups.map { moments($0.map { x.values[$0] }) }
    return normalised(
      x, groups, mean: known.map(\.mean), variance: known.map(\.variance), scale: inputs[1], shift: inputs[2],
      epsilon: Double(epsilon), isConstant: false, scaleOf: { _, index in index % width })
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
  _ x: Numbers, _ groups: [[Int]], mean: [Double], variance: [Double], scale: Numbers, shift: Numbers, epsilon: Double,
  isConstant: Bool, scaleOf: @escaping (_ group: Int, _ index: Int) -> Int
) -> Outcome {
  var y = x, z = x
  for (number, group) in groups.enumerated() {
    for index in group {
      z.values[index] = (x.values[index] - mean[number]) / (variance[number] + epsilon).squareRoot()
      let place = scaleOf(number, index)
      y.values[index] = scale.values[place] * z.values[index] + shift.values[place]
    }
  }
  return Outcome(y) { [z] gradient in
    var dx = x, dScale = Numbers(scale.shape), dShift = Numbers(shift.shape)
    for (number, group) in groups.enumerated() {
      let g = group.map { gradient.values[$0] * scale.values[scaleOf(number, $0)] }
      let level = g.reduce(0, +) / Double(g.count)
      let along = zip(g, group).reduce(0) { $0 + $1.0 * z.values[$1.1] } / Double(g.count)
      for (slope, index) in zip(g, group) {
        let place = scaleOf(number, index)
        dScale.values[place] += gradient.values[index] * z.values[index]
        dShift.values[place] += gradient.values[index]
        let change = isConstant ? slope : slope - level - z.values[index] * along
        dx.values[index] = change / (variance[number] + epsilon).squareRoot()
      }
    }
    return [dx, dScale, dShift]
  }
}

extension StatisticsPooling: Computable {
  func compute(_ inputs: [Numbers], _ run: Run) -> Outcome {
    let x = inputs[0], (batch, channels, time) = (x.shape[0], x.shape[1], x.shape[2])
    var y = Numbers([batch, 2 * channels])
    for n in 0..<batch {
      for c in 0..<channels {
        let (mean, variance) = moments((0..<time).map { x[n, c, $0] })
        (y[n, c], y[n, channels + c]) = (mean, (variance + Double(epsilon)).squareRoot())
      }
    }
    return Outcome(y) { [y] gradient in
      var dx = x
      for n in 0..<batch {
        for c in 0..<channels {
          for t in 0..<time {
            let away = (x[n, c, t] - y[n, c]) / y[n, channels + c]
            dx[n, c, t] = (gradient[n, c] + gradient[n, channels + c] * away) / Double(time)
          }
        }
      }
      return [dx]
    }
  }
}

extension WeightedPooling: Computable {
  func compute(_ inputs: [Numbers], _ run: Run) -> Outcome {
    let x = inputs[0], a = inputs[1], (batch, channels, time) = (x.shape[0], x.shape[1], x.shape[2])
    var y = Numbers([batch, channels])
    for n in 0..<batch {
      for c in 0..<channels { y[n, c] = (0..<time).reduce(0) { $0 + a[n, $1] * x[n, c, $1] } }
    }
    return Outcome(y) { gradient in
      var dx = Numbers(x.shape), da = Numbers(a.shape)
      for n in 0..<batch {
        for c in 0..<channels {
          for t in 0..<time {
            dx[n, c, t] = a[n, t] * gradient[n, c]
            da[n, t] += x[n, c, t] * gradient[n, c]
          }
        }
      }
      return [dx, da]
    }
  }
}
