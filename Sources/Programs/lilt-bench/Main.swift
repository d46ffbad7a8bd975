import Commands
import Settings
import System

/// What `lilt-bench` is told.
struct Options {
  var clips = 200
  var jobs = 1
  var repetitions = 5
}

/// `lilt-bench`: seconds and rates of Lilt's hot paths, one line each, for scripts to compare.
@main struct Main {
  static func main() {
    let width = Benchmark.all.map(\.name.count).max()! + 2
    let list = Benchmark.all.map { benchmark in
      "  " + benchmark.name + String(repeating: " ", count: width - benchmark.name.count) + benchmark.summary
    }
    Command(
      "lilt-bench", "Times Lilt's hot paths.", arguments: "JOB… CORPUS_FOLDER",
      [
        .number(
          "--clips", placeholder: "N", into: \.clips, in: 1 ... .max, "the folder's first N clips (default: 200)"),
        .number("--jobs", placeholder: "N", into: \.jobs, in: 1...1024, "threads (default: 1)"),
        .number("--repetitions", placeholder: "N", into: \.repetitions, in: 1...1000, "of each job (default: 5)"),
      ],
      notes: """
        Jobs:
        \(list.joined(separator: "\n"))

        Every line on standard output is a measure, a value and a unit. Units are s, ms, MiB, and x: times real time.
        JOB.wall is by the clock, JOB.cpu is the processors' work, which other programs disturb less; x of the latter is
        per core. Each comes as the median of the repetitions and as the best of them. Steps need no folder.
        """
    ).run(Options()) { options, words, _ in
      let known = words.prefix { word in Benchmark.all.contains { $0.name == word } }
      let rest = words.dropFirst(known.count)
      // All words but the last ought to be jobs.
      if let first = rest.first, rest.count > 1 || known.isEmpty { throw UsageError(Benchmark.unknown(first)) }
      guard !known.isEmpty else { throw UsageError("expected at least one job") }
      let benchmarks = known.flatMap { word in Benchmark.all.filter { $0.name == word } }
      if rest.isEmpty, let first = benchmarks.first(where: \.needsClips) {
        throw UsageError("job '\(first.name)' needs a corpus: expected a folder after the jobs")
      }
      let bench = Bench(options, folder: rest.first)
      for benchmark in benchmarks { for line in try benchmark.run(bench) { print(line) } }
    }
  }
}
