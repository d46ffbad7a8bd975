import Graph

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
