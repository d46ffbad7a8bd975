/// What `fix` does to a clip's samples, before anything else is done to them.
///
/// Only what decoding to one channel does not do by itself: equal and unequal channels, lying headers and misnamed
/// containers are dealt with when the file is read.
public struct Mending: OptionSet, Sendable, Hashable {
  /// One bit for each.
  public let rawValue: UInt8

  /// Takes bits as a file stores them.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Not-a-number and infinite samples become zeros.
  public static let zeroNotFinite = Mending(rawValue: 1)
  /// The mean is subtracted.
  public static let removeOffset = Mending(rawValue: 2)

  /// Mends samples in place: zeros first, so that the mean is one.
  public func apply(to samples: inout [Float]) {
    if contains(.zeroNotFinite) {
      for index in samples.indices where !samples[index].isFinite { samples[index] = 0 }
    }
    if contains(.removeOffset), !samples.isEmpty {
      let mean = Float(samples.reduce(0.0) { $0 + Double($1) } / Double(samples.count))
      for index in samples.indices { samples[index] -= mean }
    }
  }
}
