import Glibc
import Graph

// Recurrence over time.

extension LSTM: Computable {
  func compute(_ inputs: [DoubleTensor], _ run: Run) -> Computed {
    let x = inputs[0], kernel = inputs[1], recurrent = inputs[2], bias = inputs[3]
    let (batch, time, features) = (x.shape[0], x.shape[1], x.shape[2])
    let (directions, units) = (kernel.shape[0], kernel.shape[3])
    var y = DoubleTensor([batch, time, directions * units])
    // By direction, row, step and unit: the gates i, f, g, o after their functions, and the cell.
    var gates = DoubleTensor([directions, batch, time, 4, units]),
      cells = DoubleTensor([directions, batch, time, units])
    /// The moment that a direction reads at a step, and the one before it; nil at the first.
    func moment(_ d: Int, _ step: Int) -> (now: Int, before: Int?) {
      let now = d == 0 ? step : time - 1 - step
      return (now, step == 0 ? nil : d == 0 ? now - 1 : now + 1)
    }
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    for d in 0..<directions {
      for n in 0..<batch {
        for step in 0..<time {
          let (t, before) = moment(d, step)
          for u in 0..<units {
            for gate in 0..<4 {
              var sum = bias[d, gate, u]
              for i in 0..<features { sum += x[n, t, i] * kernel[d, i, gate, u] }
              if let before {
                for v in 0..<units { sum += y[n, before, d * units + v] * recurrent[d, v, gate, u] }
              }
              gates[d, n, t, gate, u] = gate == 2 ? tanh(sum) : sigmoid(sum)
            }
            let kept = before.map { gates[d, n, t, 1, u] * cells[d, n, $0, u] } ?? 0
            cells[d, n, t, u] = kept + gates[d, n, t, 0, u] * gates[d, n, t, 2, u]
            y[n, t, d * units + u] = gates[d, n, t, 3, u] * tanh(cells[d, n, t, u])
          }
        }
      }
    }
    return Computed(y) { [y, gates, cells] gradient in
      var dx = DoubleTensor(x.shape), dKernel = DoubleTensor(kernel.shape), dRecurrent = DoubleTensor(recurrent.shape)
      var dBias = DoubleTensor(bias.shape)
      for d in 0..<directions {
        for n in 0..<batch {
          var dState = [Double](repeating: 0, count: units), dCell = dState
          for step in (0..<time).reversed() {
            let (t, before) = moment(d, step)
            var next = [Double](repeating: 0, count: units)
            for u in 0..<units {
              let (i, f, g, o) = (
                gates[d, n, t, 0, u], gates[d, n, t, 1, u], gates[d, n, t, 2, u], gates[d, n, t, 3, u]
              )
              let level = tanh(cells[d, n, t, u]), dh = gradient[n, t, d * units + u] + dState[u]
              let dc = dCell[u] + dh * o * (1 - level * level)
              let earlier = before.map { cells[d, n, $0, u] } ?? 0
              // ∂ of each gate's sum, through its function.
              let slopes = [
                dc * g * i * (1 - i), dc * earlier * f * (1 - f), dc * i * (1 - g * g), dh * level * o * (1 - o),
              ]
              dCell[u] = dc * f
              for (gate, slope) in slopes.enumerated() {
                dBias[d, gate, u] += slope
                for feature in 0..<features {
                  dKernel[d, feature, gate, u] += slope * x[n, t, feature]
                  dx[n, t, feature] += slope * kernel[d, feature, gate, u]
                }
                guard let before else { continue }
                for v in 0..<units {
                  dRecurrent[d, v, gate, u] += slope * y[n, before, d * units + v]
                  next[v] += slope * recurrent[d, v, gate, u]
                }
              }
            }
            dState = next
          }
        }
      }
      return [dx, dKernel, dRecurrent, dBias]
    }
  }
}

extension FinalStates: Computable {
  func compute(_ inputs: [DoubleTensor], _ run: Run) -> Computed {
    let x = inputs[0], (batch, time, width) = (x.shape[0], x.shape[1], x.shape[2]), half = width / directions
    func end(_ column: Int) -> Int { column < half ? time - 1 : 0 }
    var y = DoubleTensor([batch, width])
    for n in 0..<batch { for c in 0..<width { y[n, c] = x[n, end(c), c] } }
    return Computed(y) { gradient in
      var dx = DoubleTensor(x.shape)
      for n in 0..<batch { for c in 0..<width { dx[n, end(c), c] = gradient[n, c] } }
      return [dx]
    }
  }
}
