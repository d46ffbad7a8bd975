import Audio
import Determinism
import Glibc
import Settings

/// A synthetic room: the sound itself, then noise that dies away exponentially (Moorer 1979).
public struct Reverb: Transform {
  /// What recipes call it.
  public static let name = "reverb"
  /// What it is for and what its keys mean.
  public static let about = About(
    "A synthetic room: the sound itself, then noise that dies away exponentially (Moorer 1979)."
  ) {
    Key(
      "seconds", "Time in which the reverberation falls by 60 dB: 0.3 in a living room, 2 in a church.", in: 0.01...20,
      unit: "seconds")
    Key("direct", "Energy of the sound itself over that of the reverberation.", in: -40...60, unit: "dB")
    Key("delay", "Time until the first reflection.", in: 0...1, unit: "seconds")
  }

  /// Seconds in which the reverberation falls by 60 dB: 0.3 in a living room, 2 in a church.
  public var seconds = Amount.between(0.2, 0.6)
  /// Decibels between the energy of the sound itself and that of the reverberation.
  public var direct = Amount.between(0, 12)
  /// Seconds until the first reflection.
  public var delay = 0.005

  /// Rooms in which people talk.
  public init() {}

  /// Fixes the room.
  public func drawn(using random: inout Random) -> Reverb {
    var result = self
    result.seconds = seconds.drawn(using: &random)
    result.direct = direct.drawn(using: &random)
    return result
  }

  /// Lets the sound ring as long as it lasts; its length stays.
  public func apply(to sound: inout Waveform, random: inout Random, workbench: Workbench) {
    let response = response(rate: sound.rate, random: &random)
    sound.samples = FFTConvolution(response).apply(to: sound.samples)
  }

  /// The room's impulse response: 1, a pause, and noise under exp(-6.9078 t / seconds).
  func response(rate: Int, random: inout Random) -> [Float] {
    let room = drawn(using: &random)
    let time = room.seconds.value(using: &random)
    let ratio = room.direct.value(using: &random)
    let pause = max(1, Int(delay * Double(rate)))
    var tail = [Float](repeating: 0, count: Int(time * Double(rate)) + 1)
    var noise = Gaussian(using: &random)
    noise.add(to: &tail, deviation: 1)
    // 60 dB are a factor of 1000 = exp(6.9078).
    let decay = Float(exp(-log(1000) / (time * Double(rate))))
    var envelope: Float = 1
    var energy = 0.0
    for i in tail.indices {
      tail[i] *= envelope
      envelope *= decay
      energy += Double(tail[i]) * Double(tail[i])
    }
    let gain = Float((pow(10, -ratio / 10) / energy).squareRoot())
    return [1] + [Float](repeating: 0, count: pause - 1) + tail.map { $0 * gain }
  }
}
