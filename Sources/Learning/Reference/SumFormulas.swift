import Graph

// Sums of products, and what windows take from the elements under them.

extension Dense: Computable {
  func compute(_ inputs: [DoubleTensor], _ run: Run) -> Computed {
    let w = inputs[1], (outs, ins) = (w.shape[0], w.shape[1]), rows = inputs[0].values.count / ins
    let x = inputs[0].reshaped(to: [rows, ins])
    var y = DoubleTensor([rows, outs])
    for n in 0..<rows {
      for o in 0..<outs {
        y[n, o] = (hasBias ? inputs[2][o] : 0) + (0..<ins).reduce(0) { $0 + w[o, $1] * x[n, $1] }
      }
    }
    return Computed(y.reshaped(to: inputs[0].shape.dropLast() + [outs])) { gradient in
      let dy = gradient.reshaped(to: [rows, outs])
      var dx = DoubleTensor([rows, ins]), dw = DoubleTensor(w.shape), db = DoubleTensor([outs])
      for n in 0..<rows {
        for o in 0..<outs {
          db[o] += dy[n, o]
          for i in 0..<ins {
            dx[n, i] += dy[n, o] * w[o, i]
            dw[o, i] += dy[n, o] * x[n, i]
          }
        }
      }
      return [dx.reshaped(to: inputs[0].shape), dw] + (hasBias ? [db] : [])
    }
  }
}

extension Convolution: Computable {
  func compute(_ inputs: [DoubleTensor], _ run: Run) -> Computed {
    let x = inputs[0], w = inputs[1], shape = try! shape(of: inputs.map(\.shape))
    let visits = Visits(window, over: Array(x.shape[2...]), steps: Array(shape[2...]))
    let (batch, outs) = (shape[0], shape[1]), part = outs / groups, ins = w.shape[1]
    let area = visits.area, places = visits.places, taps = window.size.product
    // Offsets into y, x and w of every product that there is.
    func products(_ body: (_ y: Int, _ x: Int, _ w: Int) -> Void) {
      for n in 0..<batch {
        for o in 0..<outs {
          for c in 0..<ins {
            let channel = o / part * ins + c
            for visit in visits.all {
              body(
                (n * outs + o) * places + visit.place, (n * x.shape[1] + channel) * area + visit.element,
                (o * ins + c) * taps + visit.tap)
            }
          }
        }
      }
    }
    var y = DoubleTensor(shape)
    for index in y.values.indices where hasBias { y.values[index] = inputs[2][index / places % outs] }
    products { y.values[$0] += x.values[$1] * w.values[$2] }
    return Computed(y) { gradient in
      var dx = DoubleTensor(x.shape), dw = DoubleTensor(w.shape), db = DoubleTensor([outs])
      products {
        dx.values[$1] += gradient.values[$0] * w.values[$2]
        dw.values[$2] += gradient.values[$0] * x.values[$1]
      }
      for (index, value) in gradient.values.enumerated() { db[index / places % outs] += value }
      return [dx, dw] + (hasBias ? [db] : [])
    }
  }
}

extension Pooling: Computable {
  func compute(_ inputs: [DoubleTensor], _ run: Run) -> Computed {
    let x = inputs[0], shape = try! shape(of: [x.shape])
    let visits = Visits(window, over: Array(x.shape[2...]), steps: Array(shape[2...]))
    let lines = shape[0] * shape[1]
    var y = DoubleTensor(shape), shares: [(y: Int, x: Int, share: Double)] = []
    for line in 0..<lines {
      for (place, elements) in visits.elements.enumerated() {
        let target = line * visits.places + place, sources = elements.map { line * visits.area + $0 }
        switch kind {
        case .maximum:
          // The first of several that are equal.
          let winner = sources.reduce(sources[0]) { x.values[$1] > x.values[$0] ? $1 : $0 }
          shares.append((target, winner, 1))
        case .mean: shares += sources.map { (target, $0, 1 / Double(sources.count)) }
        }
      }
    }
    for share in shares { y.values[share.y] += share.share * x.values[share.x] }
    return Computed(y) { gradient in
      var dx = DoubleTensor(x.shape)
      for share in shares { dx.values[share.x] += share.share * gradient.values[share.y] }
      return [dx]
    }
  }
}

/// Which element of an image or signal each tap of a window meets at each of its places, padding left out.
private struct Visits {
  private(set) var all: [(place: Int, element: Int, tap: Int)] = []
  /// Elements of the extents, and places of the window.
  let area: Int, places: Int

  init(_ window: SlidingWindow, over extents: [Int], steps: [Int]) {
    (area, places) = (extents.product, steps.product)
    let before = window.pads(over: extents, steps: steps).before
    let taps = DoubleTensor(window.size), grid = DoubleTensor(steps), elements = DoubleTensor(extents)
    for place in 0..<places {
      for tap in 0..<window.size.product {
        let (at, offset) = (grid.place(place), taps.place(tap))
        let element = extents.indices.map {
          at[$0] * window.stride[$0] + offset[$0] * window.dilation[$0] - before[$0]
        }
        guard zip(element, extents).allSatisfy({ (0..<$1).contains($0) }) else { continue }
        all.append((place, elements.offset(element), tap))
      }
    }
  }

  /// The elements under the window, by place.
  var elements: [[Int]] {
    var result = [[Int]](repeating: [], count: places)
    for visit in all { result[visit.place].append(visit.element) }
    return result
  }
}
