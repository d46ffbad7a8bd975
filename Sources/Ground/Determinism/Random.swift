import Glibc

/// xoshiro256** (Blackman and Vigna 2018): fast, 256 bits of state, the same numbers on every machine.
public struct Random: RandomNumberGenerator, Sendable, Equatable {
  /// The four words of state, which a training checkpoint keeps.
  public private(set) var state: [UInt64]

  /// Starts from a seed; SplitMix64 spreads its bits over the state.
  public init(_ seed: Seed) {
    var x = seed.value
    state = (0..<4).map { _ in
      x &+= 0x9E37_79B9_7F4A_7C15
      var z = x
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// Goes on from a kept state.
  /// - Returns: nil unless there are four words, not all zero.
  public init?(state: [UInt64]) {
    guard state.count == 4, state.contains(where: { $0 != 0 }) else { return nil }
    self.state = state
  }

  /// 64 random bits.
  public mutating func next() -> UInt64 {
    func rotated(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
    let result = rotated(state[1] &* 5, 7) &* 9
    let t = state[1] << 17
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= t
    state[3] = rotated(state[3], 45)
    return result
  }

  /// A real number in [0, 1), 53 bits fine.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A real number in [low, high).
  public mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

  /// A whole number in 0..<bound, without bias (Lemire's method).
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0)
    let n = UInt64(bound)
    var product = next().multipliedFullWidth(by: n)
    if product.low < n {
      let threshold = (0 &- n) % n
      while product.low < threshold { product = next().multipliedFullWidth(by: n) }
    }
    return Int(product.high)
  }

  /// A draw from the standard normal distribution (Box and Muller's transform, one of its pair).
  public mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// Puts a list in random order (Fisher and Yates).
  public mutating func shuffle<T>(_ list: inout [T]) {
    guard list.count > 1 else { return }
    for i in stride(from: list.count - 1, to: 0, by: -1) { list.swapAt(i, integer(below: i + 1)) }
  }
}

/// Where random numbers start from. Every seed is derived by name, never drawn, so that a clip's numbers do not depend
/// on which clips came before it or on how many jobs ran.
public struct Seed: Hashable, Sendable {
  /// The 64 bits that start a generator.
  public let value: UInt64

  /// A seed from a recipe.
  public init(_ value: UInt64) { self.value = value }

  /// A seed for a named part: `recipe.derived(for: clip, variant)`. First 64 bits of SHA-256 over value and names.
  public func derived(for names: String...) -> Seed {
    var hash = SHA256()
    hash.update(field: String(value))
    for name in names { hash.update(field: name) }
    return Seed(hash.finish().prefix)
  }
}
