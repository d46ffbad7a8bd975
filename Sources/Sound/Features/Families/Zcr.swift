import Settings
import Signal

/// Zero-crossing rate: sign changes between neighbouring samples of a frame, over the frame's size. // [1, frames]
///
/// As in librosa, samples within 1e-10 of zero count as positive and frames see the first and last sample repeated
/// beyond the clip's ends.
public struct Zcr: Family {
  /// `zcr` in recipes.
  public static let name = "zcr"
  /// What it is for and what its keys mean.
  public static let about = About(
    "Zero-crossing rate: sign changes between neighbouring samples of a frame, over the frame's size."
  ) {
    Key("unit", "What the values are.")
  }

  /// What the values are.
  public enum Unit: String, Choice {
    case rate, count

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .rate: "Crossings per sample."
      case .count: "Crossings."
      }
    }
  }

  /// What the values are.
  public var unit = Unit.rate

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let (framing, unit) = (stack.frame.framing, unit)
    return ClipComputation([FeatureRow(name: Self.name, unit: "1")], on: stack.timeline) { clip, values in
      let count = clip.samples.count
      // Crossings before a frame's second sample and before its end, of which the frame has the difference.
      var (left, right) = ((at: 0, crossings: 0), (at: 0, crossings: 0))
      func advance(_ to: Int, _ mark: inout (at: Int, crossings: Int)) {
        let place = min(max(to, 0), count)
        mark.crossings += ZeroCrossings.count(clip.samples, mark.at..<place)
        mark.at = place
      }
      for t in 0..<values.columns {
        let first = t * framing.hop - framing.lead
        advance(first + 1, &left)
        advance(first + framing.size, &right)
        let crossings = Float(right.crossings - left.crossings)
        values[0, t] = unit == .count ? crossings : crossings / Float(framing.size)
      }
    }
  }
}

/// Zero crossings of a whole clip. // [1]
public struct ZeroCrossings: Family {
  /// `zeroCrossings` in recipes.
  public static let name = "zeroCrossings"
  /// What it is for and what its keys mean.
  public static let about = About("Zero crossings of a whole clip.")

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    ClipComputation([FeatureRow(name: Self.name, unit: "1")], on: nil) { clip, values in
      values[0, 0] = Float(Self.count(clip.samples, 0..<clip.samples.count))
    }
  }

  /// How many samples in a range differ in sign from the sample before; the clip's first one does not.
  static func count(_ samples: UnsafeBufferPointer<Float>, _ range: Range<Int>) -> Int {
    guard let start = samples.baseAddress else { return 0 }
    return Arrays.signChanges(start, max(range.lowerBound, 1)..<max(range.upperBound, 1), tolerance: 1e-10)
  }
}
