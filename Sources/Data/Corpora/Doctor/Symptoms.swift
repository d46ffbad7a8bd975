import Audio
import Determinism
import Glibc

/// What the doctor finds in one clip's sound.
struct Symptoms {
  let limits: Limits
  /// Rates that the corpus has as released.
  let rates: [Int]

  /// Every rule that applies, in their order.
  func remarks(on clip: String, path: SoundPath, _ sound: SoundFacts) -> [Remark] {
    var found: [Remark] = []
    func note(_ rule: Rule, if applies: Bool, _ detail: @autoclosure () -> String) {
      if applies { found.append(Remark(rule, clip, detail())) }
    }
    let declared = sound.declaredFrames ?? sound.frames
    let promise = "the header promises \(declared) frames, \(sound.frames) are there"
    let contradiction = "the header contradicts the file: \(sound.contradictions.joined(separator: "; "))"
    // A truncated file contradicts its header, and is not called a liar as well.
    if sound.isTruncated {
      note(.truncated, if: true, declared > sound.frames ? promise : contradiction)
    } else {
      note(.lyingHeader, if: declared != sound.frames, promise)
      note(.lyingHeader, if: declared == sound.frames && !sound.contradictions.isEmpty, contradiction)
    }
    note(
      .misnamed, if: !sound.container.matches(path: path.text),
      "the name ends in '.\(path.suffix)', the content is \(sound.container.rawValue)")
    note(
      .unusualRate, if: !rates.contains(sound.rate),
      "\(sound.rate) Hz; expected \(rates.map(String.init).joined(separator: " or ")) Hz")
    note(.notFinite, if: sound.notFinite > 0, "\(sound.notFinite) samples are not finite numbers")
    let level = 20 * log10(sound.peak)
    if sound.peak == 0 {
      note(.silent, if: true, "\(fixed(sound.seconds, 2)) s of zeros")
    } else if level < limits.silent {
      note(.silent, if: true, "the peak is at \(fixed(level, 1)) dB of full scale; silence is below \(limits.silent)")
    } else {
      note(
        .beyondScale, if: level > limits.beyond,
        "the peak is \(fixed(sound.peak, 1)) times full scale, \(fixed(level, 1)) dB; in files of floats full scale is 1"
      )
      note(.quiet, if: level < limits.quiet, "the peak is at \(fixed(level, 1)) dB of full scale")
      let zeros = Double(sound.leadingZeros) / Double(sound.rate)
      note(.leadingZeros, if: zeros >= limits.leadingZeros, "\(fixed(zeros, 3)) s of zeros at the start")
    }
    note(
      .clipped, if: sound.clipped >= limits.clipped,
      "\(sound.clipped) samples at full scale")
    note(
      .offset, if: abs(sound.offset) >= limits.offset,
      "the mean is \(fixed(sound.offset * 32768, 0)) of 32768")
    note(.stereoEqual, if: sound.channels > 1 && sound.channelsAreEqual, "\(sound.channels) equal channels")
    note(.stereoUnequal, if: !sound.channelsAreEqual, "\(sound.channels) channels that differ")
    return found
  }
}

/// A number with a fixed count of decimals, rounded half away from zero; one with more digits than a double holds as it is.
func fixed(_ value: Double, _ decimals: Int) -> String {
  let scale = pow(10, Double(decimals))
  guard abs(value) * scale < 1e15 else { return "\(value)" }
  let whole = Int((abs(value) * scale).rounded())
  let sign = value < 0 && whole > 0 ? "-" : ""
  guard decimals > 0 else { return "\(sign)\(whole)" }
  let digits = String(whole)
  let wide = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  return "\(sign)\(wide.dropLast(decimals)).\(wide.suffix(decimals))"
}

/// Sums and counts over the interleaved samples of a recording, in loops that the compiler turns into vector code.
struct Measured {
  var peak = 0.0, sum = 0.0, squares = 0.0
  var clipped = 0, leadingZeros = 0, notFinite = 0
  var channelsAreEqual = true
  var digest: Digest

  init(_ samples: [Int16], channels: Int) {
    self = samples.withUnsafeBufferPointer { x in
      let sums = Sums(of: x)
      var measured = Measured(shapeOf: x, channels: channels)
      measured.peak = Double(max(Int(sums.high), -Int(sums.low))) / 32768
      measured.sum = Double(sums.sum) / 32768
      measured.squares = Double(sums.squares) / (32768 * 32768)
      // Most clips never come near full scale.
      if sums.high == .max || sums.low == .min {
        measured.clipped = x.reduce(0) { $0 + ($1 == .max || $1 == .min ? 1 : 0) }
      }
      return measured
    }
  }

  init(_ samples: [Float], channels: Int) {
    self = samples.withUnsafeBufferPointer { x in
      var measured = Measured(shapeOf: x, channels: channels)
      // The last step below 1 of 16 bits counts as full scale, as it does in 16-bit files.
      let full: Float = 32767 / 32768
      for value in x {
        guard value.isFinite else {
          measured.notFinite += 1
          continue
        }
        let magnitude = abs(value)
        measured.peak = max(measured.peak, Double(magnitude))
        measured.sum += Double(value)
        measured.squares += Double(value) * Double(value)
        measured.clipped += magnitude >= full ? 1 : 0
      }
      return measured
    }
  }

  /// What does not depend on the kind of number: zeros at the start, equal channels, the hash.
  private init<T: Numeric>(shapeOf x: UnsafeBufferPointer<T>, channels: Int) {
    let firstSound = x.firstIndex { $0 != 0 } ?? x.count
    leadingZeros = firstSound / channels
    let frames = x.count / channels
    channelsAreEqual =
      channels == 1
      || (0..<frames).allSatisfy { frame in
        (1..<channels).allSatisfy { x[frame * channels + $0] == x[frame * channels] }
      }
    if channels > 1, channelsAreEqual {
      let first = (0..<frames).map { x[$0 * channels] }
      digest = first.withUnsafeBytes { Digest(of: $0) }
    } else {
      digest = Digest(of: UnsafeRawBufferPointer(x))
    }
  }
}

/// Exact sums over 16-bit samples, sixteen at a time: the compiler leaves the plain loop scalar.
private struct Sums {
  var low: Int16 = 0, high: Int16 = 0
  var sum: Int64 = 0, squares: Int64 = 0

  init(of x: UnsafeBufferPointer<Int16>) {
    let whole = x.count & ~15
    var lows = SIMD16<Int16>(), highs = SIMD16<Int16>()
    var sums = SIMD8<Int64>(), squareSums = SIMD8<Int64>()
    for i in stride(from: 0, to: whole, by: 16) {
      let v = UnsafeRawPointer(x.baseAddress! + i).loadUnaligned(as: SIMD16<Int16>.self)
      lows = pointwiseMin(lows, v)
      highs = pointwiseMax(highs, v)
      let a = SIMD8<Int32>(truncatingIfNeeded: v.lowHalf), b = SIMD8<Int32>(truncatingIfNeeded: v.highHalf)
      sums &+= SIMD8<Int64>(truncatingIfNeeded: a &+ b)
      // Two squares of 16-bit numbers are at most 2^31, one more than a signed word holds: widened first.
      squareSums &+= SIMD8<Int64>(truncatingIfNeeded: a &* a) &+ SIMD8<Int64>(truncatingIfNeeded: b &* b)
    }
    (low, high) = (lows.min(), highs.max())
    (sum, squares) = (sums.wrappedSum(), squareSums.wrappedSum())
    for value in x[whole...] {
      (low, high) = (min(low, value), max(high, value))
      sum += Int64(value)
      squares += Int64(value) * Int64(value)
    }
  }
}

/// The samples as 16-bit integers, if each of them is exactly one.
func narrowed(_ samples: [Float]) -> [Int16]? {
  var result = [Int16](repeating: 0, count: samples.count)
  let fits = samples.withUnsafeBufferPointer { source in
    for index in source.indices {
      guard let value = Int16(exactly: source[index] * 32768) else { return false }
      result[index] = value
    }
    return true
  }
  return fits ? result : nil
}
