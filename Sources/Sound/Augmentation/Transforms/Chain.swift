import Audio
import Determinism
import Settings

/// Several transforms, one after another: `{ chain: [{ noise: { snr: 20 } }, { pitch: { semitones: 2 } }] }`.
public struct Chain: Transform {
  /// What recipes call it.
  public static let name = "chain"
  /// What it is for and what its keys mean.
  public static let about = About(
    "Several transforms, one after another, in a list; each may have a `probability`.")

  /// A list of steps.
  public static var form: Form { .list(TransformStep.self) }

  /// What happens, in this order; a step with a probability below 1 may be left out.
  public var steps: [TransformStep] = []

  /// An empty chain, which a recipe must fill.
  public init() {}

  /// A chain of steps.
  public init(_ steps: [TransformStep]) { self.steps = steps }

  /// Reads the list of steps.
  public init(from decoder: any Decoder) throws { steps = try [TransformStep](from: decoder) }

  /// Writes the list of steps.
  public func encode(to encoder: any Encoder) throws { try steps.encode(to: encoder) }

  /// There must be a step.
  public func validate() throws {
    if steps.isEmpty { throw Invalid("expected at least one transform in the chain") }
  }

  /// The steps' names, joined: `noise+pitch`.
  public var label: String { steps.map(\.transform.label).joined(separator: "+") }

  /// All files of the steps.
  public var files: [String] { steps.flatMap(\.transform.files) }

  /// Decides which steps happen, and draws them.
  public func drawn(using random: inout Random) -> Chain { Chain(steps.compactMap { $0.drawn(using: &random) }) }

  /// Does one step after another.
  public func apply(to sound: inout Waveform, random: inout Random, workbench: Workbench) throws(AudioError) {
    for step in drawn(using: &random).steps {
      try step.transform.apply(to: &sound, random: &random, workbench: workbench)
    }
  }
}
