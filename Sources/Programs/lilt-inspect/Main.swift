import Commands
import Models
import Plotting
import Settings
import Store
import System

/// What `lilt-inspect` is asked for.
struct Question {
  var asJSON = false
  var verify = false
  var row: String?
  var plot: String?
  var output: String?
}

/// `lilt-inspect`: what a file holds, whether it is whole, and where one of its rows comes from.
@main struct Main {
  static func main() {
    Command<Question>(
      "lilt-inspect", "Shows what a Lilt file holds, checks it, draws it, or tells where a row comes from.",
      arguments: "FILE.h5",
      [
        .flag("--json", into: \.asJSON, "print JSON"),
        .flag("--verify", into: \.verify, "read every value and check it; of an index, that its models are beside it"),
        .text("--row", placeholder: "ID", into: \.row, "follow one row back to its clip"),
        .text("--plot", placeholder: "ID|classes", into: \.plot, "draw one row, or the classes, as SVG"),
        .text("-o", "--output", placeholder: "FILE.svg", into: \.output, "the picture (default: standard output)"),
      ],
      notes: """
        --plot draws a row of clean.h5 or augmented.h5 as waveform, FFT, spectrogram, filter bank and MFCC, and a row of
        features.h5 family by family. --plot classes draws how many rows each class has and how long they are on average.

          lilt-inspect build/demo/clean.h5 --plot ravdess/03-01-05-01-01-01-01 -o anger.svg
          lilt-inspect build/demo/catalog.h5 --plot classes -o classes.svg
        """
    ).run(Question()) { question, files, console in
      guard files.count == 1 else { throw UsageError("expected 1 file, found \(files.count)") }
      if let output = question.output { try protect(files, from: output) }
      let file = try InputFile(files[0], expecting: Schema.all)
      if question.verify { try verify(file) }
      if question.output != nil, question.plot == nil { throw UsageError("--output needs --plot") }
      if let subject = question.plot {
        let svg = try Drawing(file).picture(of: subject).svg
        if let path = question.output { try write(Array(svg.utf8), to: path) } else { show(svg) }
      } else if let row = question.row {
        let story = try file.story(ofRow: row)
        show(question.asJSON ? story.json.canonical + "\n" : story.text)
      } else if question.asJSON || !question.verify {
        let summary = try file.summary()
        show(question.asJSON ? summary.json.canonical + "\n" : summary.text)
      }
      if question.verify { console.say("\(file.path): every value is sound") }
    }
  }

  private static func show(_ text: String) { printLines(text, terminator: "") }

  private static func verify(_ file: InputFile) throws {
    var problems: [any Error] = file.verify()
    // The models that an index lists are files beside it.
    if problems.isEmpty, file.schema == .models { problems = try ModelsIndex.problems(of: file.path) }
    guard let first = problems.first else { return }
    let rest = problems.dropFirst().map { "\n  \($0)" }.joined()
    throw DataError("\(first)\(rest)")
  }
}
