import Settings
import Signal

/// Root mean square of a frame's samples, silence beyond the clip's ends. // [1, frames]
public struct Rms: Family {
  /// `rms` in recipes.
  public static let name = "rms"
  /// What it is for and what its keys mean.
  public static let about = About("Root mean square of a frame's samples, silence beyond the clip's ends.") {
    Key("from", "What the energy is taken from.")
  }

  /// What the energy is taken from.
  public enum Source: String, Choice {
    case samples, spectrum

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .samples: "The samples."
      case .spectrum: "The magnitudes of the windowed frame, by Parseval's theorem."
      }
    }
  }

  /// What the energy is taken from.
  public var from = Source.samples

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let rows = [FeatureRow(name: Self.name, unit: "1")]
    if from == .spectrum {
      let size = Float(stack.frame.size)
      let even = stack.frame.size % 2 == 0
      return SpectralComputation(rows, of: stack.spectrogram(), demanding: .power) { frame, column, _ in
        let last = frame.bins - 1
        var sum = Arrays.sum(frame.power, count: frame.bins) - 0.5 * frame.power[0]
        if even { sum -= 0.5 * frame.power[last] }
        column[0] = (2 * max(sum, 0)).squareRoot() / size
      }
    }
    let framing = stack.frame.framing
    let energies = Workspace<Float>()
    return ClipComputation(rows, on: stack.timeline) { clip, values in
      // When frames are a whole number of hops long, each hop's energy is taken once and serves all frames it is in.
      let parts = framing.size % framing.hop == 0 ? framing.size / framing.hop : 1
      let step = framing.size / parts
      let blocks = values.columns + parts - 1
      energies.hold(blocks)
      for block in 0..<blocks {
        let first = block * framing.hop - framing.lead
        let inside = max(first, 0)..<max(max(first, 0), min(first + step, clip.samples.count))
        energies.start[block] = Arrays.squareSum(clip.samples, inside)
      }
      for t in 0..<values.columns {
        var sum: Float = 0
        for part in 0..<parts { sum += energies.start[t + part] }
        values[0, t] = (sum / Float(framing.size)).squareRoot()
      }
    }
  }
}
