import Glibc
import Settings

/// Filter bank energies of python_speech_features. // [filters, frames]
public struct Fbank: Family {
  /// `fbank` in recipes.
  public static let name = "fbank"
  /// What it is for and what its keys mean.
  public static let about = About("Filter bank energies of python_speech_features.") {
    Key("bank", "Frames and filters.", example: "bank: { filters: 40 }")
    Key("energy", "Whether a last row has each frame's total energy.")
  }

  /// Frames and filters.
  public var bank = SpeechBankSettings()
  /// Whether a last row has each frame's total energy.
  public var energy = false

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let source = try stack.speechBank(bank)
    let (filters, energy) = (bank.filters, energy)
    var rows = FeatureRow.numbered(Self.name, count: filters, unit: "1")
    if energy { rows.append(FeatureRow(name: "\(Self.name)_energy", unit: "1")) }
    return ClipComputation(rows, on: source.timeline) { clip, values in
      try source.run(clip)
      for t in 0..<values.columns {
        for f in 0..<filters { values[f, t] = Float(source.filtered[t * filters + f]) }
        if energy { values[filters, t] = Float(source.energy[t]) }
      }
    }
  }
}

/// Natural logarithms of the filter bank energies of python_speech_features. // [filters, frames]
public struct LogFbank: Family {
  /// `logFbank` in recipes.
  public static let name = "logFbank"
  /// What it is for and what its keys mean.
  public static let about = About("Natural logarithms of the filter bank energies of python_speech_features.") {
    Key("bank", "Frames and filters.", example: "bank: { filters: 40 }")
  }

  /// Frames and filters.
  public var bank = SpeechBankSettings()

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let source = try stack.speechBank(bank)
    let filters = bank.filters
    return ClipComputation(FeatureRow.numbered(Self.name, count: filters, unit: "Np"), on: source.timeline) {
      clip, values in
      try source.run(clip)
      for t in 0..<values.columns {
        for f in 0..<filters { values[f, t] = Float(log(source.filtered[t * filters + f])) }
      }
    }
  }
}

/// Spectral subband centroids of python_speech_features: the mean frequency within each filter. // [filters, frames], Hz
public struct Ssc: Family {
  /// `ssc` in recipes.
  public static let name = "ssc"
  /// What it is for and what its keys mean.
  public static let about = About(
    "Spectral subband centroids of python_speech_features: the mean frequency within each filter."
  ) {
    Key("bank", "Frames and filters.", example: "bank: { filters: 40 }")
  }

  /// Frames and filters.
  public var bank = SpeechBankSettings()

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let source = try stack.speechBank(bank, moments: true)
    let filters = bank.filters
    return ClipComputation(FeatureRow.numbered(Self.name, count: filters, unit: "Hz"), on: source.timeline) {
      clip, values in
      try source.run(clip)
      for t in 0..<values.columns {
        for f in 0..<filters {
          let i = t * filters + f
          values[f, t] = Float(source.moments[i] / source.filtered[i])
        }
      }
    }
  }
}
