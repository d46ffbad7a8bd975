import Foundation
import Settings
import Testing

@testable import Recipes

/// A recipe with every section.
private let whole = """
  {
    corpora: ["ravdess"],
    seed: 1,
    ingest: { channel: "speech" },
    clean: { rate: 22050 },
    augment: ["original"],
    features: { stack: ["zcr", "rms"], layout: "flat" },
    splits: { honest: { by: "speaker", folds: 4 } },
    train: { model: { mlp: { hidden: [8] } }, epochs: 2 },
    evaluate: { mistakes: 10 },
  }
  """

/// Lays out a recipe's text.
func plan(_ text: String, name: String = "test", build: String = "build") throws -> Plan {
  try Plan(Recipe(parsing: text.utf8), name: name, text: RecipeText(withoutComments: text), build: build)
}

private func hashes(_ text: String) throws -> [String] { try plan(text).stored.map(\.hash) }

/// Which files a recipe leads to, and which of them two recipes share.
@Suite struct `A plan` {
  @Test func `has one step a stage, in order`() throws {
    let plan = try plan(whole)
    #expect(plan.stored.map(\.stage) == ["ingest", "clean", "augment", "features", "split", "train"])
    #expect(
      plan.links.map(\.name) == [
        "catalog.h5", "clean.h5", "augmented.h5", "features.h5", "splits/honest.h5", "models/honest.h5",
      ])
    #expect(plan.stored.allSatisfy { $0.hash.count == 16 && $0.hash.allSatisfy(\.isHexDigit) })
  }

  @Test func `leaves augmentation out where a recipe does`() throws {
    let plan = try plan(whole.replacingOccurrences(of: "augment: [\"original\"],", with: ""))
    #expect(plan.stored.map(\.stage) == ["ingest", "clean", "features", "split", "train"])
  }

  @Test(arguments: [
    ("channel: \"speech\"", "channel: \"song\"", "ingest"),
    ("[\"ravdess\"]", "[\"ravdess\", \"savee\"]", "ingest"),
    ("22050", "16000", "clean"),
    ("[\"original\"]", "[\"original\", \"pitch\"]", "augment"),
    ("\"zcr\", ", "", "features"),
    ("folds: 4", "folds: 5", "split"),
    ("epochs: 2", "epochs: 3", "train"),
    ("mistakes: 10", "mistakes: 11", "evaluate"),
  ])
  func `changes from a changed section on, and not before`(old: String, new: String, first: String) throws {
    let changed = whole.replacingOccurrences(of: old, with: new)
    try #require(changed != whole)
    let a = try plan(whole), b = try plan(changed)
    for (before, after) in zip(a.stored, b.stored) {
      let isBefore = a.stored.firstIndex(of: before)! < (a.stored.firstIndex { $0.stage == first } ?? a.stored.count)
      #expect((before.hash == after.hash) == isBefore, "\(before.stage)")
    }
    #expect(a.evaluation.settings != b.evaluation.settings)
  }

  @Test func `does not depend on names, comments, order or spelt-out defaults`() throws {
    let reference = try plan(whole).stored.map(\.hash)
    #expect(try plan(whole, name: "other").stored.map(\.hash) == reference)
    #expect(try plan("// Why.\n" + whole).stored.map(\.hash) == reference)
    #expect(
      try plan(whole.replacingOccurrences(of: "rate: 22050", with: "offset: 0, rate: 22050")).stored.map(\.hash)
        == reference)
    let reordered = whole.replacingOccurrences(of: "    seed: 1,\n", with: "")
      .replacingOccurrences(of: "    evaluate:", with: "    seed: 1,\n    evaluate:")
    #expect(try plan(reordered).stored.map(\.hash) == reference)
  }

  @Test func `gives each split steps of its own and all of them to evaluation`() throws {
    let two = whole.replacingOccurrences(of: "splits: {", with: "splits: { published: { by: \"row\" },")
    let plan = try plan(two)
    #expect(plan.stored.map(\.stage).suffix(4) == ["split", "train", "split", "train"])
    // Catalog, clean and features; then a split and its models, by name.
    #expect(plan.evaluation.inputs.count == 7)
    #expect(Set(plan.stored.map(\.hash)).count == plan.stored.count)
    // A split more does not touch the other.
    let one = try hashes(whole)
    #expect(Set(one).isSubset(of: plan.stored.map(\.hash)))
  }

  @Test func `names the files that people edit`() throws {
    let text =
      whole
      .replacingOccurrences(of: "channel: \"speech\"", with: "labels: { source: \"data/labels.csv\" }")
      .replacingOccurrences(of: "[\"original\"]", with: "[{ background: { paths: [\"b.wav\", \"a.wav\"] } }]")
      .replacingOccurrences(of: "folds: 4", with: "folds: \"ravdess-emobox\"")
    let steps = try plan(text).stored
    #expect(steps.flatMap(\.files) == ["data/labels.csv", "a.wav", "b.wav", "data/folds/ravdess-emobox.json"])
    #expect(steps.filter { !$0.files.isEmpty }.map(\.stage) == ["ingest", "augment", "split"])
  }

  @Test(arguments: [
    "", ".", "..", "-x", ".hidden", "a b", "ev:c", "a%b", "$(shell touch pwned)", "a;b", "a\nb", "a/b", "a=b", "é", "'",
  ])
  func `refuses a name that is no goal and no folder, or not only itself`(name: String) {
    #expect { try plan(whole, name: name) } throws: { error in
      "\(error)" == "its name, '\(name)', cannot name a goal and a folder; expected \(MakeText.plain)"
    }
  }

  @Test func `refuses names of folders that build has for other things`() throws {
    for name in ["store", "bin", "corpora", "inputs"] {
      #expect { try plan(whole, name: name) } throws: { "\($0)".hasPrefix("its name is taken: build/\(name) is") }
    }
    for name in ["a", "Crema_D", "v1.2", "a+b-c", "9"] { #expect(try plan(whole, name: name).name == name) }
  }

  @Test func `refuses a path that no file can have`() {
    let text = whole.replacingOccurrences(
      of: "channel: \"speech\"", with: #"labels: { source: "a\0b.csv" }"#)
    #expect { try plan(text) } throws: { "\($0)".contains("holds a NUL") }
  }

  @Test func `puts a made corpus under a name of its own`() throws {
    let text = whole.replacingOccurrences(of: "seed: 1,", with: "seed: 1, synthetic: { speakers: 4, clips: 20 },")
    let a = try plan(text), b = try plan(text.replacingOccurrences(of: "clips: 20", with: "clips: 21"))
    let root = try #require(a.synthesis?.root)
    #expect(root.hasPrefix("build/synthetic/"))
    #expect(root != b.synthesis?.root)
    #expect(a.stored[0].hash != b.stored[0].hash)
    #expect(try plan(whole).stored[0].hash != a.stored[0].hash)
  }
}
