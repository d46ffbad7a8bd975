import Commands
import System

/// What a run of a stage is told besides its settings: `--output FILE.h5 [--jobs N] [--quiet] [--strict] INPUT…`.
public struct Order: Sendable {
  /// The settings file.
  public var settings = ""
  /// The file to make.
  public var output = ""
  /// Worker threads.
  public var jobs = availableProcessors()
  /// Silence but for warnings and errors.
  public var isQuiet = false
  /// Whether a clip that cannot be used ends the run.
  public var isStrict = false
  /// A page that a stage writes beside its output.
  public var report: String?
  /// What the page says of the recipe in a sentence.
  public var title: String?
  /// A file that says which settings to try, for a stage that searches.
  public var search: String?
  /// The inputs, in the order of `Stage.reads`.
  public var inputs: [String] = []

  /// An order for nothing yet.
  public init() {}

  /// Refuses to write over files that are read: the inputs, and whatever else is named.
  public func protect(_ others: some Sequence<String>) throws {
    let read = [settings, search].compactMap { $0 } + inputs + others
    for output in [output, report].compactMap({ $0 }) { try System.protect(read, from: output) }
  }
}

extension Option<Order> {
  /// `--strict`, for the stages that meet bad clips.
  public static var strict: Option<Order> {
    .flag("--strict", into: \.isStrict, "end the run at the first clip that cannot be used")
  }

  /// What every stage is told.
  static var all: [Option<Order>] {
    [
      .text("--settings", placeholder: "FILE.json", into: \.settings, required: true, "the stage's settings"),
      .text("--output", placeholder: "FILE.h5", into: \.output, required: true, "the file to make, all or nothing"),
      .number("--jobs", placeholder: "N", into: \.jobs, in: 1...1024, "worker threads (default: the processors)"),
      .flag("--quiet", into: \.isQuiet, "print warnings and errors only"),
    ]
  }
}
