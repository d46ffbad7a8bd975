import Foundation
import TestSupport
import Testing

/// What Make says when something is missing or asked for.
@Suite struct `Make tells` {
  @Test func `where to get a corpus that is not there`() throws {
    let house = try House()
    try house.scratch.remove("data/crema-d")
    let outcome = try house.make("tiny")
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.hasPrefix(
        """
        lilt: error: cannot read corpus 'crema-d': there is no folder data/crema-d; data/README.md says where to get it \
        ('make corpus-crema-d' where a download is known)

        """), "\(outcome)")
    #expect(outcome.output == "")
    #expect(outcome.programs == [])
  }

  @Test func `what is wrong with a recipe, and makes the others`() throws {
    let house = try House(recipes: [
      "tiny": House.tiny, "broken": "{ corpora: ['crema-d'], splits: { honest: { by: 'speeker' } } }",
    ])
    let outcome = try house.make("broken")
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.contains(
        """
        lilt-recipe: error: cannot read recipe 'pipelines/broken.json5': splits.honest.by: unknown value 'speeker'; \
        expected row, clip, speaker, statement or corpus

        """) || outcome.errors.contains("speeker"), "\(outcome)")
    #expect(!outcome.errors.contains("No such file"), "\(outcome)")
    #expect(try house.built("tiny").output.contains("report: build/tiny/report.html"))
    // One that was well before is not run as it was.
    try house.write(recipe: "tiny", "{")
    let broken = try house.make("tiny")
    #expect(broken.status == 2)
    #expect(
      broken.errors.contains("lilt-recipe: error: cannot read recipe 'pipelines/tiny.json5': not valid JSON5, line 1"))
  }

  @Test func `that it knows no such recipe`() throws {
    let outcome = try House().make("tyni")
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.hasPrefix(
        "lilt: error: cannot make 'tyni': there is no such recipe, goal or file; see 'make list' and 'make help'\n"))
  }

  @Test func `which recipes there are and what they lack`() throws {
    let house = try House(recipes: [
      "tiny": House.tiny, "far": "// Far away.\n{\n  corpora: [\"tess\", \"savee\"],\n}\n",
    ])
    let outcome = try house.built("list")
    #expect(
      outcome.output == """
        far                      lacks savee    Far away.
        tiny                     ready          A tiny system.

        """)
    #expect(outcome.errors == "")
  }

  @Test func `why something would be made, and no more than that`() throws {
    let house = try House()
    try house.built("tiny")
    #expect(try house.built("why", "TARGET=tiny").output == "tiny is up to date\n")
    #expect(try house.built("why", "TARGET=build/tiny/report.html").output == "build/tiny/report.html is up to date\n")

    try house.edit("tiny", "epochs: 2", to: "epochs: 3")
    let outcome = try house.built("why", "TARGET=build/tiny/report.html")
    #expect(outcome.errors == "", "\(outcome)")
    #expect(outcome.output.contains(": not there\n"), "\(outcome)")
    #expect(outcome.output.contains("/train/"), "\(outcome)")
    #expect(outcome.output.contains("\n  train.train.epochs was 2, is 3\n"), "\(outcome)")
    for stage in ["ingest", "clean", "augment", "features", "split"] {
      #expect(!outcome.output.contains("store/\(stage)/"), "\(outcome)")
    }
    #expect(try house.built("why", "TARGET=build/tiny/features.h5").output.hasSuffix(".h5 is up to date\n"))
    // It made nothing.
    #expect(try house.built("tiny").programs == ["lilt-train", "lilt-evaluate"])
    try shell("touch data/crema-d/AudioWAV/*.wav", in: house.scratch.path)
    let touched = try house.built("why", "TARGET=tiny")
    #expect(touched.output.hasSuffix(".h5: older than build/corpora/crema-d.files\n"), "\(touched)")
    #expect(try house.make("why", "TARGET=nothing").status == 2)
  }

  @Test func `what it prunes, and prunes no more`() throws {
    let house = try House()
    try house.built("tiny")
    let link = try FileManager.default.destinationOfSymbolicLink(
      atPath: house.scratch.file("build/tiny/models/honest.h5"))
    #expect(try house.built("prune").output == "")
    try house.edit("tiny", "epochs: 2", to: "epochs: 3")
    try house.built("tiny")
    let outcome = try house.built("prune")
    let old = "build/store/train/" + URL(fileURLWithPath: link).deletingPathExtension().lastPathComponent
    #expect(
      Set(outcome.output.split(separator: "\n").map(String.init)) == [old, old + ".done", old + ".h5", old + ".json"])
    #expect(try house.built("tiny").programs == [])
  }

  @Test func `clean leaves the corpora`() throws {
    let house = try House()
    try house.built("clean")
    #expect(!house.scratch.has("build"))
    #expect(house.scratch.has("data/crema-d"))
  }

  @Test func `install puts the programs where it is told to`() throws {
    let house = try House()
    let outcome = try house.built("install", "PREFIX=\(house.scratch.path)/usr")
    #expect(
      outcome.output == "installed \(Programs.all.count) programs in \(house.scratch.path)/usr/bin, "
        + "with manual pages and completion for bash, zsh and fish\n")
    for program in Programs.all {
      #expect(try run("\(house.scratch.path)/usr/bin/\(program)", ["--version"]).output.hasPrefix(program))
    }
  }
}
