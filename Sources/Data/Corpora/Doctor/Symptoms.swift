import Audio
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
