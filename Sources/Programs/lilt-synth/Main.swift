import Commands
import Settings
import Synthesis
import System

/// What `lilt-synth` is told.
struct Options {
  var scheme: String? = Scheme.ravdess.rawValue
  var output: String?
  var speakers = 0
  var clips = 0
  var seed = 1
  var jobs = availableProcessors()
  var quiet = false
}

/// `lilt-synth`: a synthetic corpus under the names and in the layout of a real one.
@main struct Main {
  static func main() {
    Command(
      "lilt-synth", "Writes emotional pseudo-speech under the names and in the layout of a real corpus.", arguments: "",
      [
        .text("--output", placeholder: "DIR", into: \.output, required: true, "the corpus's folder"),
        .text("--scheme", placeholder: "NAME", into: \.scheme, "ravdess, crema-d or savee (default: ravdess)"),
        .number("--speakers", placeholder: "N", into: \.speakers, in: 1 ... .max, "how many speakers (default: all)"),
        .number("--clips", placeholder: "N", into: \.clips, in: 1 ... .max, "how many clips in all (default: all)"),
        .number("--seed", placeholder: "N", into: \.seed, in: 0 ... .max, "where all is drawn from (default: 1)"),
        .number("--jobs", placeholder: "N", into: \.jobs, in: 1...1024, "worker threads (default: the processors)"),
        .flag("--quiet", into: \.quiet, "print warnings and errors only"),
      ],
      notes: """
        A corpus of N clips is the beginning of one of more. Files that are there with the same bytes are left untouched;
        other files in the folder stay.
        """
    ).run(Options()) { options, rest, console in
      guard rest.isEmpty else { throw UsageError("expected no arguments, found '\(rest.joined(separator: " "))'") }
      guard let folder = options.output else { throw UsageError("--output DIR is missing") }
      var console = console
      console.isQuiet = options.quiet
      let corpus = try corpus(for: options)
      let written = try write(corpus, to: folder, jobs: options.jobs, console)
      console.say("\(corpus.clips.count.grouped) clips in \(folder), \(written.grouped) of them new or changed")
    }
  }

  private static func corpus(for options: Options) throws -> SyntheticCorpus {
    let name = options.scheme ?? ""
    guard let scheme = Scheme(rawValue: name) else {
      throw UsageError("unknown scheme '\(name)'" + Suggestion.text(for: name, among: Scheme.allCases.map(\.rawValue)))
    }
    do {
      return try SyntheticCorpus(
        scheme: scheme, speakers: options.speakers > 0 ? options.speakers : nil,
        clips: options.clips > 0 ? options.clips : nil, seed: UInt64(options.seed))
    } catch {
      throw UsageError("\(error)")
    }
  }

  /// Makes and writes clips on several threads; each clip is a file and a seed of its own.
  private static func write(_ corpus: SyntheticCorpus, to folder: String, jobs: Int, _ console: Console) throws -> Int {
    var written = 0
    var progress = Progress(corpus.clips.count, "clips", on: console)
    try parallelMap(
      count: corpus.clips.count, jobs: jobs, worker: {}, produce: { corpus.clips[$0] },
      compute: { _, clip in try corpus.write(clip, to: folder) },
      consume: { _, isNew in
        written += isNew ? 1 : 0
        progress.advance()
      })
    try corpus.writeTables(to: folder)
    return written
  }
}
