import Audio
import Commands
import Pipeline
import Records
import Settings
import Store

/// One waveform a clip, at one rate, cut, trimmed and levelled as the settings say.
public enum Clean: Stage {
  /// Its folder in the store and, behind `lilt-`, its program.
  public static let name = "clean"
  /// Raised whenever the same clip under the same settings becomes other samples.
  public static let revision: Revision? = Revision("clean", 1, libraries: SoundLibraries.versions)
  /// What it does.
  public static let summary = "Decodes, resamples, cuts and levels the clips of a catalog."
  /// What it reads.
  public static let reads: [StageInput] = [.file(.catalog), .corpora]
  /// What it writes.
  public static let writes = Schema.clean
  /// Its own options.
  public static var options: [Option<Order>] { [.strict] }
  /// Its settings in short.
  public static let notes = """
    DATA is the folder that holds the corpora, as for lilt-ingest.
    Settings: { "rate": 16000, "duration": 3, "short": "pad", "trim": { "topDb": 40 }, "level": { "peak": -3 } }
    All keys: lilt-recipe --explain clean
    """

  /// Makes the output.
  public static func run(_ job: Cleaning, _ order: Order, _ console: Console) throws {
    let sources = try Sources(catalog: CatalogFile(open(0, of: order)), data: order.inputs[1])
    try order.protect(sources.clips.lazy.map(\.path))
    try CleanRun(job, order, console).run(sources)
  }
}
