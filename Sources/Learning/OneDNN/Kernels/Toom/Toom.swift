import Graph

/// The algorithm of Toom and Cook for windows of five: four neighbouring outputs from eight multiplications, not twenty.
///
///     y = Aᵀ [(G w) ⊙ (Bᵀ x)]      x: 8 inputs, w: 5 taps, y: 4 outputs, evaluated at 0, ±1, ±2, ±½, ∞
///
/// Row p of G is c(p) · (1, p, p², p³, p⁴), row i of Aᵀ is pⁱ. Everything works on sixteen channels at once, which is
/// how oneDNN's blocked layout [batch, channels / 16, time, 16] keeps them.
enum Toom {
  static let taps = 5
  static let outputs = 4
  static let points = 8
  static let lanes = 16
  typealias Lanes = SIMD16<Float>

  /// Bᵀ x.
  @inline(__always)
  static func spread(_ x: (Int) -> Lanes, _ store: (Int, Lanes) -> Void) {
    let x0 = x(0), x1 = x(1), x2 = x(2), x3 = x(3), x4 = x(4), x5 = x(5), x6 = x(6), x7 = x(7)
    store(0, (x0 - x6) + 5.25 * (x4 - x2))
    store(7, (x7 - x1) + 5.25 * (x3 - x5))
    pair(x2 + x6 - 4.25 * x4, x1 + x5 - 4.25 * x3, 1, store)
    pair(0.25 * x2 - 1.25 * x4 + x6, 0.5 * x1 - 2.5 * x3 + 2 * x5, 3, store)
    pair(4 * x2 - 5 * x4 + x6, 2 * x1 - 2.5 * x3 + 0.5 * x5, 5, store)
  }

  /// Aᵀ m.
  @inline(__always)
  static func gather(_ m: (Int) -> Lanes, _ store: (Int, Lanes) -> Void) {
    let m1 = m(1), m2 = m(2), m3 = m(3), m4 = m(4), m5 = m(5), m6 = m(6)
    let even1 = m1 + m2, even2 = m3 + m4, even3 = m5 + m6
    let odd1 = m1 - m2, odd2 = m3 - m4, odd3 = m5 - m6
    store(0, m(0) + even1 + even2 + even3)
    store(1, odd1 + 2 * odd2 + 0.5 * odd3)
    store(2, even1 + 4 * even2 + 0.25 * even3)
    store(3, odd1 + 8 * odd2 + 0.125 * odd3 + m(7))
  }

  /// A g: where the gradient of four outputs goes.
  @inline(__always)
  static func scatter(_ g: (Int) -> Lanes, _ store: (Int, Lanes) -> Void) {
    let g0 = g(0), g1 = g(1), g2 = g(2), g3 = g(3)
    store(0, g0)
    store(7, g3)
    pair(g0 + g2, g1 + g3, 1, store)
    pair(g0 + 4 * g2, 2 * g1 + 8 * g3, 3, store)
    pair(g0 + 0.25 * g2, 0.5 * g1 + 0.125 * g3, 5, store)
  }

  @inline(__always)
  private static func pair(_ even: Lanes, _ odd: Lanes, _ place: Int, _ store: (Int, Lanes) -> Void) {
    store(place, even + odd)
    store(place + 1, even - odd)
  }

  /// G, row after row: [points, taps].
  static let evaluation: [[Float]] = {
    let points = [0.0, 1, -1, 2, -2, 0.5, -0.5]
    let factors = [1, -2.0 / 9, -2.0 / 9, 1.0 / 90, 1.0 / 90, 32.0 / 45, 32.0 / 45]
    let finite = zip(points, factors).map { point, factor in
      (0..<taps).map { power in Float(factor * (0..<power).reduce(1) { value, _ in value * point }) }
    }
    return finite + [(0..<taps).map { $0 == taps - 1 ? 1 : 0 }]
  }()
}

/// The transforms of `Toom` over whole signals in oneDNN's blocked layout [batch, channels / 16, time, 16].
///
/// Transformed signals are [clips, points * channels / 16, tiles, 16], one after another from the first of a stretch.
struct ToomLoops {
  let length: Int
  let tiles: Int
  let threads: Int

  typealias Floats = UnsafeMutablePointer<Float>

  /// Bᵀ of eight inputs around each tile of four outputs.
  func spread(_ x: Floats, _ start: Int, _ clips: Int, blocks: Int, into v: Floats) {
    each(clips, blocks) { clip, block in
      let line = x + ((start + clip) * blocks + block) * length * Toom.lanes
      for tile in 0..<tiles {
        let first = tile * Toom.outputs - 2
        let target = v + target(clip, block, tile, blocks)
        let step = blocks * tiles * Toom.lanes
        if first >= 0, first + Toom.points <= length {
          let source = line + first * Toom.lanes
          Toom.spread({ Self.load(source + $0 * Toom.lanes) }, { Self.store($1, target + $0 * step) })
        } else {
          Toom.spread({ inside(line, first + $0) }, { Self.store($1, target + $0 * step) })
        }
      }
    }
  }

  /// A of each tile of four gradients.
  func scatter(_ g: Floats, _ start: Int, _ clips: Int, blocks: Int, into d: Floats) {
    each(clips, blocks) { clip, block in
      let line = g + ((start + clip) * blocks + block) * length * Toom.lanes
      for tile in 0..<tiles {
        let first = tile * Toom.outputs
        let target = d + target(clip, block, tile, blocks)
        let step = blocks * tiles * Toom.lanes
        Toom.scatter({ inside(line, first + $0) }, { Self.store($1, target + $0 * step) })
      }
    }
  }

  /// Aᵀ of the products, with bias and ReLU, into four outputs per tile.
  func gather(
    _ m: Floats, _ start: Int, _ clips: Int, blocks: Int, bias: Floats?, slope: Float?, into y: Floats
  ) {
    each(clips, blocks) { clip, block in
      let line = y + ((start + clip) * blocks + block) * length * Toom.lanes
      let shift = bias.map { Self.load($0 + block * Toom.lanes) } ?? Toom.Lanes(repeating: 0)
      let step = blocks * tiles * Toom.lanes
      for tile in 0..<tiles {
        let source = m + target(clip, block, tile, blocks), first = tile * Toom.outputs
        Toom.gather({ Self.load(source + $0 * step) }) { output, sum in
          guard first + output < length else { return }
          var value = sum + shift
          if let slope { value = value.replacing(with: slope * value, where: value .< 0) }
          Self.store(value, line + (first + output) * Toom.lanes)
        }
      }
    }
  }

  @inline(__always)
  private func each(_ clips: Int, _ blocks: Int, _ body: (_ clip: Int, _ block: Int) -> Void) {
    parallel(clips * blocks, threads: threads) { range, _ in
      for item in range { body(item / blocks, item % blocks) }
    }
  }

  /// Where point 0 of a tile lies.
  @inline(__always)
  private func target(_ clip: Int, _ block: Int, _ tile: Int, _ blocks: Int) -> Int {
    ((clip * Toom.points * blocks + block) * tiles + tile) * Toom.lanes
  }

  /// The channels at a time, 0 beyond the ends.
  @inline(__always)
  private func inside(_ line: Floats, _ time: Int) -> Toom.Lanes {
    time >= 0 && time < length ? Self.load(line + time * Toom.lanes) : Toom.Lanes(repeating: 0)
  }

  @inline(__always)
  private static func load(_ pointer: Floats) -> Toom.Lanes {
    UnsafeRawPointer(pointer).loadUnaligned(as: Toom.Lanes.self)
  }

  @inline(__always)
  private static func store(_ value: Toom.Lanes, _ pointer: Floats) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: Toom.Lanes.self)
  }
}
