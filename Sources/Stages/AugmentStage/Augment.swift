import Audio
import Augmentation
import Commands
import Pipeline
import Settings
import Signal
import Store

/// What `lilt-augment` is told.
public struct AugmentJob: Settings {
  /// Where random numbers start from.
  public var seed: UInt64 = 1
  /// Which variants are made of each clip.
  public var augment = Augmenting()

  /// Nothing to make yet.
  public init() {}

  /// The variants of a recipe.
  public init(seed: UInt64, augment: Augmenting) { (self.seed, self.augment) = (seed, augment) }
}

/// The variants of each clip, the clip itself among them if the recipe says so.
public enum Augment: Stage {
  /// Its folder in the store and, behind `lilt-`, its program.
  public static let name = "augment"
  /// Raised whenever the same clip under the same settings becomes other samples.
  public static let revision: Revision? = Revision(
    "augment", 2, libraries: SoundLibraries.versions + TransformLibraries.versions)
  /// What it does.
  public static let summary = "Makes variants of every clip: noise, pitch, tempo, rooms."
  /// What it reads.
  public static let reads: [StageInput] = [.file(.clean)]
  /// What it writes.
  public static let writes = Schema.augmented
  /// Its own options.
  public static var options: [Option<Order>] { [.strict] }
  /// Its settings in short.
  public static let notes = """
    Settings: { "seed": 1, "augment": ["original", { "noise": { "amplitude": 0.035 } }, { "pitch": { "semitones": 0.7 } }] }
    All transforms: lilt-recipe --explain augment
    What is drawn depends on the seed, the clip and the variant alone; /variants/parameters records it.
    """

  /// Files that the job names.
  public static func files(of job: AugmentJob) -> [String] { job.augment.files }

  /// Makes the output.
  public static func run(_ job: AugmentJob, _ order: Order, _ console: Console) throws {
    try AugmentRun(job, order, console).run()
  }
}
