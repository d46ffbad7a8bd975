import Foundation
import Settings
import TestSupport
import Testing

@testable import Recipes

/// What a recipe may say.
@Suite struct `A recipe` {
  @Test(arguments: [
    ("{}", "corpora: expected at least one of ravdess, crema-d, savee, emo-db, tess"),
    ("{ corpora: ['ravdes'], splits: { a: {} } }", "corpora: unknown corpus 'ravdes'; did you mean 'ravdess'?"),
    ("{ corpora: ['savee'] }", "splits: expected at least one, for example { honest: { by: \"speaker\" } }"),
    (
      "{ corpora: ['savee'], splits: { 'a/b': {} } }",
      "splits: 'a/b' cannot name a file; use letters, digits and hyphens, at most 64"
    ),
    ("{ corpora: ['savee'], splits: { a: {} }, trian: {} }", "trian: unknown key; did you mean 'train'?"),
    (
      "{ corpora: ['savee'], splits: { a: { by: 'speeker' } } }",
      "splits.a.by: unknown value 'speeker'; expected row, clip, speaker, statement or corpus"
    ),
    (
      "{ corpora: ['savee'], splits: { a: {} }, synthetic: { clips: 0 } }",
      "synthetic: clips must be from 1 to 1000000, found 0"
    ),
    (
      "{ corpora: ['savee'], splits: { honest: {} }, evaluate: { byRow: ['honst'] } }",
      "evaluate: there is no split 'honst'; did you mean 'honest'?"
    ),
    (
      "{ corpora: ['crema-d'], splits: { a: {} }, ingest: { labels: { source: 'soft' } }, train: { model: 'svm' } }",
      "train: cannot train 'svm': some clips carry shares of several labels"
    ),
    ("{ corpora: ['savee'], splits: { a: {} }, clean: { rate: 'fast' } }", "clean.rate: "),
    ("{ corpora: ['savee'] ", "not valid JSON5, line 1, column 22"),
  ])
  func `that makes no sense is refused with a sentence`(text: String, sentence: String) {
    do {
      _ = try Recipe(parsing: text.utf8)
      Issue.record("taken")
    } catch {
      #expect("\(error)".hasPrefix(sentence), "\(error)")
    }
  }

  @Test(arguments: try pipelines()) func `of the project can be laid out`(path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let plan = try plan(text)
    #expect(!plan.corpora.isEmpty)
    // `make list` shows the first line.
    #expect(text.hasPrefix("// "))
    // What it names lies in the project.
    for file in plan.stored.flatMap(\.files) {
      #expect(FileManager.default.fileExists(atPath: checkout.appendingPathComponent(file).path), "\(file)")
    }
  }
}

private let checkout = URL(filePath: Checkout.root)

private func pipelines() throws -> [String] {
  let folder = checkout.appendingPathComponent("pipelines").path
  return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json5") }.sorted()
    .map { "\(folder)/\($0)" }
}
