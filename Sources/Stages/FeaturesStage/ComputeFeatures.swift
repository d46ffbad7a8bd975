import Audio
import Commands
import Features
import Pipeline
import Settings
import Signal
import Store

/// What `lilt-features` is told.
public struct FeaturesJob: Settings {
  /// Where random numbers start from, for layouts that draw.
  public var seed: UInt64 = 1
  /// Which families, over which frames, laid out how.
  public var features = FeatureSettings()

  /// The defaults.
  public init() {}

  /// The tensors of a recipe.
  public init(seed: UInt64, features: FeatureSettings) { (self.seed, self.features) = (seed, features) }
}

/// Tensors with named axes from waveforms.
public enum ComputeFeatures: Stage {
  /// Its folder in the store and, behind `lilt-`, its program.
  public static let name = "features"
  /// Raised whenever the same sound under the same settings becomes other numbers.
  public static let revision: Revision? = Revision(
    "features", 2, libraries: SoundLibraries.versions + TransformLibraries.versions)
  /// What it does.
  public static let summary = "Turns waveforms into tensors with named axes."
  /// What it reads.
  public static let reads: [StageInput] = [.file(.clean, .augmented)]
  /// What it writes.
  public static let writes = Schema.features
  /// Its own options.
  public static var options: [Option<Order>] { [.strict] }
  /// Its settings in short.
  public static let notes = """
    Settings: { "seed": 1, "features": { "frame": { "size": 2048, "hop": 512 }, "layout": "flat",
                "stack": ["zcr", "rms", { "mfcc": { "count": 20 } }] } }
    All families and layouts: lilt-recipe --explain features.stack features.layout
    Random windows of a clip depend on the seed, its id and variant.
    Statistics of msf leave out frames more than "topDb": 40 dB below the clip's loudest, which are silence.
    """

  /// Makes the output.
  public static func run(_ job: FeaturesJob, _ order: Order, _ console: Console) throws {
    try FeaturesRun(job, order, console).run()
  }
}
