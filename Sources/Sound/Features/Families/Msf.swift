import Settings
import Signal

/// Modulation spectral features (Wu, Falk and Chan 2011): how the energy of a frame is shared among acoustic bands and
/// the speeds at which their envelopes move. // [bands * modulations + 3 modulations + 12, frames]
///
/// Frames last 0.256 s, 0.064 s apart. `statistics` with mean and standard deviation gives the paper's vector of a clip,
/// for which frames of silence do not count: `topDb` says what silence is. In other layouts all frames stand as they are,
/// digital silence as zeros.
///
/// Acoustic bands are gammatone filters of order 4 and bandwidth 1.019 ERB(f), centred from `low` to `high` in equal
/// steps of their scale. They filter the clip's analytic signal, which has positive frequencies alone: an envelope is that
/// of the band itself also where its skirt reaches beyond half the rate, and a band at half the rate has its lower half.
/// Energies E(i, j) of acoustic band i and modulation band j (second order, quality 2) are those of SRMRpy, scaled to sum
/// to 1 in each frame. Then follow
/// - for each modulation band, over the acoustic bands: mean, flatness (geometric over arithmetic mean) and centroid
///   (in bands) of the energies;
/// - for each of four groups of neighbouring acoustic bands, over the modulation bands: centroid (in bands) of the
///   group's energies, and slope and root mean square error of the line that fits them best.
public struct Msf: Family {
  /// `msf` in recipes.
  public static let name = "msf"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Modulation spectral features (Wu, Falk and Chan 2011): how the energy of a frame is shared among acoustic \
    bands and the speeds at which their envelopes move.
    """
  ) {
    Key("bands", "Acoustic bands.", in: 4...256)
    Key("low", "Centre of the lowest acoustic band.", in: 1e-3...1e6, unit: "Hz")
    Key("high", "Centre of the highest acoustic band.", in: 1e-3...1e6, unit: "Hz")
    Key("scale", "How acoustic bands are spaced.")
    Key("modulations", "Modulation bands.", in: 2...64)
    Key("slow", "Centre of the lowest modulation band.", in: 1e-3...256, unit: "Hz")
    Key("fast", "Centre of the highest modulation band.", in: 1e-3...256, unit: "Hz")
    Key(
      "topDb",
      """
      How far below the clip's loudest frame a frame may lie and still count in statistics; null for any \
      distance, but digital silence, 120 dB down and more, never counts.
      """, in: 0...1000, unit: "dB")
  }

  /// How acoustic bands are spaced.
  public enum Scale: String, Choice {
    case erb, mel

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .erb: "By equivalent rectangular bandwidths."
      case .mel: "By mels."
      }
    }

    var auditory: AuditoryScale { self == .erb ? .erb : .mel }
  }

  /// Acoustic bands.
  public var bands = 19
  /// Centre of the lowest acoustic band, in Hz.
  public var low = 125.0
  /// Centre of the highest acoustic band, in Hz.
  public var high = 8000.0
  /// How acoustic bands are spaced.
  public var scale = Scale.erb
  /// Modulation bands.
  public var modulations = 5
  /// Centre of the lowest modulation band, in Hz.
  public var slow = 4.0
  /// Centre of the highest modulation band, in Hz.
  public var fast = 64.0
  /// How far below the clip's loudest frame, in dB, a frame may lie and still count in statistics.
  public var topDb: Double? = 40

  /// The paper's bands.
  public init() {}

  /// Bands ascend.
  public func validate() throws {
    guard low < high else { throw Invalid("low must be below high, found \(low)") }
    guard slow < fast else { throw Invalid("slow must be below fast, found \(slow) and \(fast)") }
  }

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    guard high <= stack.rate / 2 else {
      throw FeatureError(
        subject: Self.name, cause: "bands up to \(high) Hz need a rate of \(2 * high) Hz, found \(stack.rate)")
    }
    let spectrum = ModulationSpectrum(self, rate: stack.rate)
    return ClipComputation(rows, on: spectrum.timeline, counted: { _ in spectrum.active }) { clip, values in
      spectrum.energies(of: clip.samples, to: values)
      let energies = values.rows(0..<bands * modulations)
      let measures = values.rows(bands * modulations..<values.rows)
      for t in 0..<values.columns {
        ModulationMeasures.measure(energies, bands: bands, modulations: modulations, at: t, to: measures)
      }
    }
  }

  private var rows: [FeatureRow] {
    var names: [String] = []
    for i in 0..<bands { for j in 0..<modulations { names.append("energy_\(i)_\(j)") } }
    for measure in ["mean", "flatness", "centroid"] { names += (0..<modulations).map { "\(measure)_\($0)" } }
    for measure in ["modulationCentroid", "slope", "error"] {
      names += (0..<ModulationMeasures.groups).map { "\(measure)_\($0)" }
    }
    return names.map { FeatureRow(name: "\(Self.name)_\($0)", unit: "1") }
  }
}
