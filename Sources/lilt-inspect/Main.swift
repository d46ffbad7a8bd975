import Pipeline
import Settings
import Store

/// What `lilt-inspect` is asked for.
struct Question {
  var asJSON = false
  var verify = false
  var row: String?
}

/// `lilt-inspect`: what a file holds, whether it is whole, and where one of its rows comes from.
@main struct Main {
  static func main() {
    Command<Question>(
      "lilt-inspect", "Shows what a Lilt file holds, checks it, or tells where a row comes from.",
      arguments: "FILE.h5",
      [
        .flag("--json", into: \.asJSON, "print JSON"),
        .flag("--verify", into: \.verify, "read every value and check it"),
        .text("--row", placeholder: "ID", into: \.row, "follow one row back to its clip"),
      ]
    ).run(Question()) { question, files, console in
      guard files.count == 1 else { throw UsageError("expected 1 file, found \(files.count)") }
      let file = try InputFile(files[0], expecting: Schema.all)
      if question.verify { try verify(file) }
      if let row = question.row {
        let story = try file.story(ofRow: row)
        show(question.asJSON ? story.json.canonical + "\n" : story.text)
      } else if question.asJSON || !question.verify {
        let summary = try file.summary()
        show(question.asJSON ? summary.json.canonical + "\n" : summary.text)
      }
      if question.verify { console.say("\(file.path): every value is sound") }
    }
  }

  private static func show(_ text: String) { print(text, terminator: "") }

  private static func verify(_ file: InputFile) throws {
    let problems = file.verify()
    guard let first = problems.first else { return }
    let rest = problems.dropFirst().map { "\n  \($0)" }.joined()
    throw DataError("\(first)\(rest)")
  }
}
