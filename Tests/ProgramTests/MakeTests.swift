import Foundation
import TestSupport
import Testing

/// What Make makes again, and what it leaves alone.
@Suite struct `Make` {
  static let stages = ["ingest", "clean", "augment", "features", "split", "train", "evaluate"].map { "lilt-" + $0 }

  /// A house in which the tiny recipe has run.
  private func house() throws -> House {
    let house = try House()
    try house.built("tiny")
    return house
  }

  @Test func `goes from a corpus to a report, and the second time does nothing`() throws {
    let house = try House()
    let first = try house.built("tiny")
    #expect(first.programs == Self.stages)
    #expect(first.output.contains("report: build/tiny/report.html\n"))
    let second = try house.built("tiny")
    #expect(second.errors == "")
    #expect(second.output == first.output)
    #expect(house.builds == 0)
  }

  @Test func `makes what a link leads to, at first and when it is out of date`() throws {
    let house = try House()
    #expect(try house.built("build/tiny/features.h5").programs == Array(Self.stages[..<4]))
    #expect(try house.built("build/tiny/features.h5").programs == [])
    #expect(try house.built("tiny").programs == Array(Self.stages[4...]))
    try house.edit("tiny", "\"zcr\", ", to: "")
    #expect(try house.built("build/tiny/splits/honest.h5").programs == ["lilt-features", "lilt-split"])
    #expect(try house.built("build/tiny/features.h5", "build/tiny/clean.h5").programs == [])
  }

  @Test func `rebuilds nothing for touched sources, recipes and clips`() throws {
    let house = try house()
    try shell("find Sources pipelines Package.swift Makefile -type f -exec touch {} +", in: house.scratch.path)
    #expect(try house.built("tiny").programs == [])
    try shell("find data/ -name '*.wav' -exec touch {} +", in: house.scratch.path)
    let outcome = try house.built("tiny")
    #expect(outcome.programs == ["lilt-ingest"], "\(outcome)")
    #expect(outcome.errors.contains("0 files examined, 24 known"))
    #expect(try house.built("tiny").errors == "")
  }

  @Test func `rebuilds nothing for a comment in a recipe, not even for the first`() throws {
    let house = try house()
    try house.edit("tiny", "corpora:", to: "/* who */ corpora:")
    #expect(try house.built("tiny").programs == [])
    try house.edit("tiny", "// A tiny system.", to: "// Another word for it.")
    #expect(try house.built("tiny").programs == [])
  }

  @Test func `asks Swift about a comment in a source and then rebuilds nothing`() throws {
    let house = try house()
    try shell("echo '// a comment' >> Sources/Programs/lilt-clean/Main.swift", in: house.scratch.path)
    #expect(try house.built("tiny").programs == [])
    #expect(house.builds == 1)
    #expect(try house.built("tiny").programs == [])
    #expect(house.builds == 1)
  }

  @Test func `rebuilds from a program on whose bytes changed`() throws {
    let house = try house()
    try shell(
      "echo '// code' >> Sources/Programs/lilt-split/Main.swift; echo >> stand-in/bin/lilt-split",
      in: house.scratch.path)
    let outcome = try house.built("tiny")
    // The folds come out as they were, so no model has to be trained again.
    #expect(outcome.programs == ["lilt-split"], "\(outcome)")
  }

  @Test func `retrains for a training setting and does nothing else`() throws {
    let house = try house()
    try house.edit("tiny", "epochs: 2", to: "epochs: 3")
    #expect(try house.built("tiny").programs == ["lilt-train", "lilt-evaluate"])
    // The way back costs no training: that file is still there.
    try house.edit("tiny", "epochs: 3", to: "epochs: 2")
    #expect(try house.built("tiny").programs == ["lilt-evaluate"])
  }

  @Test func `computes one row a stage for one clip more`() throws {
    let house = try house()
    try run(
      "lilt-synth",
      ["--scheme", "crema-d", "--speakers", "4", "--clips", "25", "--seed", "3"]
        + ["--output", house.scratch.file("data/crema-d")])
    let outcome = try house.built("tiny")
    #expect(outcome.programs == Self.stages)
    #expect(outcome.computed(by: "lilt-clean") == 1)
    #expect(outcome.computed(by: "lilt-augment") == 2)
    #expect(outcome.computed(by: "lilt-features") == 2)
    #expect(outcome.errors.contains("1 files examined, 24 known"))
  }

  @Test func `computes only what is new for one augmentation more`() throws {
    let house = try house()
    try house.edit("tiny", "augment: [", to: "augment: [{ pitch: { semitones: 1 } }, ")
    let outcome = try house.built("tiny")
    #expect(outcome.programs == Array(Self.stages.dropFirst(2)))
    #expect(outcome.computed(by: "lilt-augment") == 24)
    #expect(outcome.computed(by: "lilt-features") == 24)
  }

  @Test func `shares what two recipes agree on`() throws {
    let house = try House(recipes: [
      "tiny": House.tiny, "other": House.tiny.replacingOccurrences(of: "[8]", with: "[4]"),
    ])
    try house.built("tiny")
    #expect(try house.built("other").programs == ["lilt-train", "lilt-evaluate"])
    #expect(try house.bytes("tiny/features.h5") == house.bytes("other/features.h5"))
    #expect(try house.built("tiny", "other").programs == [])
  }

  @Test func `takes the quick twin of a long recipe, and both when asked or when both were made before`() throws {
    let house = try House(recipes: ["tiny": House.tiny, "tiny-quick": House.tiny, "other": House.tiny])
    func index() throws -> String { String(decoding: try house.bytes("index.html"), as: UTF8.self) }
    let outcome = try house.built("all")
    #expect(outcome.output.contains("left out because they take hours: tiny."))
    #expect(try index().contains("tiny-quick/report.html") && index().contains("other/report.html"))
    #expect(try !index().contains("\"tiny/report.html"))
    #expect(try house.built("all", "FULL=1").output.contains("left out") == false)
    #expect(try index().contains("\"tiny/report.html"))
    #expect(try house.built("all").output.contains("left out") == false)
  }

  @Test func `tries settings on a recipe's inner folds, making what that needs and no more`() throws {
    let house = try House()
    try house.scratch.write(
      "spec.json5", "{ inner: 2, search: { space: { 'train.model.mlp.hidden': [[4], [8]], 'train.epochs': [1] } } }")
    let outcome = try house.built("search", "RECIPE=tiny", "SPEC=spec.json5")
    #expect(outcome.output.contains("[4]") && outcome.output.contains("[8]"), "\(outcome)")
    #expect(house.scratch.has("build/tiny/search.h5") && !house.scratch.has("build/tiny/report.html"))
    let usage = try house.make("search", "RECIPE=tiny")
    #expect(usage.status != 0 && usage.errors.contains("usage: make search RECIPE=NAME SPEC=FILE.json5"))
  }

  @Test func `makes again what was deleted`() throws {
    let house = try house()
    for (link, program) in [
      ("catalog", "lilt-ingest"), ("clean", "lilt-clean"), ("features", "lilt-features"),
      ("splits/honest", "lilt-split"),
    ] {
      let file = house.scratch.url("build/tiny/\(link).h5").resolvingSymlinksInPath()
      let old = try Data(contentsOf: file)
      try FileManager.default.removeItem(at: file)
      #expect(try house.built("tiny").programs.first == program)
      #expect(try Data(contentsOf: file) == old)
    }
    try house.scratch.remove("build/tiny/report.html")
    #expect(try house.built("tiny").programs == ["lilt-evaluate"])
    #expect(house.scratch.has("build/tiny/report.html"))
  }

  @Test func `makes the same bytes after being killed at any moment`() throws {
    let whole = try house(), house = try House()
    let length = try time { try House().built("tiny") }
    var chance = Chance(seed: 12)
    for _ in 0..<8 {
      let running = try house.start("tiny")
      usleep(UInt32(1e6 * length * .random(in: 0..<0.9, using: &chance)))
      running.killAll()
      let outcome = try running.outcome()
      #expect(outcome.status == 128 + SIGKILL || outcome.status == 0)
    }
    try house.built("tiny")
    // Lists of files hold times.
    let outcome = try shell(
      "diff -r --exclude=corpora --exclude=.lock '\(whole.scratch.file("build"))' '\(house.scratch.file("build"))' || true"
    )
    #expect(outcome.output == "")
    #expect(house.scratch.leftOvers == [])
  }
}
