import Foundation
import TestSupport
import Testing

/// Rows are computed once: what an earlier file has under the same key is copied.
@Suite struct `Rows are reused` {
  @Test func `one clip more costs one row a stage, and the bytes of a fresh run`() throws {
    let grown = try Workshop(copying: Workshop.finished())
    try grown.synthesize(clips: 25)
    let outcomes = try grown.makeAll()
    #expect(outcomes["ingest"]?.errors.contains("1 files examined, 24 known") == true, "\(outcomes["ingest"]!)")
    #expect(outcomes["clean"]?.computed == 1)
    #expect(outcomes["clean"]?.reused == 24)
    #expect(outcomes["augment"]?.computed == 3)
    #expect(outcomes["augment"]?.reused == 72)
    #expect(outcomes["features"]?.computed == 3)
    #expect(outcomes["features"]?.reused == 72)

    let fresh = try Workshop()
    try fresh.synthesize(clips: 25)
    try fresh.makeAll()
    #expect(try differences(grown.everything(), fresh.everything()) == [])
  }

  @Test func `one clip more costs its own random windows, and the bytes of a fresh run`() throws {
    let windows = TestedStage.features.set(
      #"""
      { "seed": 5, "features": { "frame": { "size": 256, "hop": 128 }, "stack": ["zcr"],
        "layout": { "windows": { "length": 0.2, "hop": 0.1, "random": true } } } }
      """#)
    let grown = try Workshop(copying: Workshop.finished())
    let before = try #require(try grown.make(windows).computed)
    try grown.synthesize(clips: 25)
    for stage in [TestedStage.ingest, .clean, .augment] { try grown.make(stage) }
    let outcome = try grown.make(windows)
    // Three variants of a clip of a second or two.
    let added = try #require(outcome.computed)
    #expect(outcome.reused == before)
    #expect((30...200).contains(added), "\(added)")

    let fresh = try Workshop()
    try fresh.synthesize(clips: 25)
    for stage in [TestedStage.ingest, .clean, .augment, windows] { try fresh.make(stage) }
    #expect(try fresh.bytes(windows) == grown.bytes(windows))
  }

  @Test func `one clip less costs nothing`() throws {
    let shrunk = try Workshop(copying: Workshop.finished())
    let clips = try FileManager.default.subpathsOfDirectory(atPath: shrunk.data).filter { $0.hasSuffix(".wav") }
      .sorted()
    try FileManager.default.removeItem(atPath: "\(shrunk.data)/\(clips[7])")
    let outcomes = try shrunk.makeAll()
    for stage in TestedStage.rowwise { #expect(outcomes[stage.name]?.computed == 0, "\(stage.program)") }
    let before = try shrunk.everything()
    for stage in TestedStage.all { try shrunk.forget(stage) }
    try shrunk.makeAll()
    #expect(try differences(shrunk.everything(), before) == [])
  }

  @Test func `a clip whose sound changed is computed again`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let clips = try FileManager.default.subpathsOfDirectory(atPath: workshop.data).filter { $0.hasSuffix(".wav") }
      .sorted()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: "\(workshop.data)/\(clips[3])"))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: "\(workshop.data)/\(clips[3])"))
    let outcomes = try workshop.makeAll()
    #expect(outcomes["clean"]?.computed == 1)
    #expect(outcomes["augment"]?.computed == 3)
    #expect(outcomes["features"]?.computed == 3)
  }

  @Test func `a changed setting computes its stage anew, and all that follows`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let before = try workshop.everything()
    try workshop.make(.ingest)
    #expect(try workshop.make(.clean.set(#"{ "rate": 8000, "offset": 0.1 }"#)).computed == 24)
    #expect(try workshop.make(.augment).computed == 72)
    #expect(try workshop.make(.features).computed == 72)
    #expect(try workshop.bytes(.ingest) == before[TestedStage.ingest.output])
    #expect(try workshop.bytes(.clean) != before[TestedStage.clean.output])
  }

  @Test func `another augmentation costs its own variants only`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let more = TestedStage.augment.set(
      """
      { "augment": ["original", { "stretch": { "rate": 1.1 } }, { "noise": { "amplitude": 0.02 } },
                    { "pitch": { "semitones": 0.7 } }] }
      """)
    let augmented = try workshop.make(more)
    #expect(augmented.computed == 24)
    #expect(augmented.reused == 72)
    let features = try workshop.make(.features)
    #expect(features.computed == 24)
    #expect(features.reused == 72)
  }

  @Test func `another build of the programs computes nothing anew`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let before = try workshop.everything()
    for stage in TestedStage.all {
      // What a new help text does to a program's bytes, without a compiler.
      let program = workshop.scratch.file(stage.program)
      try FileManager.default.copyItem(atPath: "\(Programs.folder)/\(stage.program)", toPath: program)
      try shell("echo >> '\(program)'")
      let outcome = try run(program, workshop.arguments(for: stage))
      #expect(outcome.status == 0, "\(outcome)")
      if TestedStage.rowwise.contains(where: { $0.name == stage.name }) { #expect(outcome.computed == 0, "\(outcome)") }
      if stage.name == "ingest" { #expect(outcome.errors.contains("0 files examined")) }
      if stage.name == "train" { #expect(outcome.errors.contains("0 of 2 folds trained, 2 as they were")) }
    }
    #expect(try differences(workshop.everything(), before) == [])
  }

  @Test func `rows are found under another name in the same folder`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    for stage in TestedStage.rowwise {
      let other = workshop.scratch.file("\(stage.name)/other.h5")
      let outcome = try run(stage.program, workshop.arguments(for: stage, output: other))
      #expect(outcome.status == 0)
      #expect(outcome.computed == 0, "\(stage.program)")
      #expect(try workshop.scratch.bytes("\(stage.name)/other.h5") == workshop.bytes(stage))
    }
  }

  @Test func `a damaged earlier file is not trusted and does no harm`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    for stage in TestedStage.rowwise + [.ingest] {
      let whole = try workshop.bytes(stage)
      var random = Chance(seed: 11)
      for _ in 0..<6 {
        var damaged = whole
        for _ in 0..<3 {
          damaged[Int.random(in: 0..<damaged.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
        try workshop.scratch.write(stage.output, damaged)
        let outcome = try workshop.attempt(stage)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(try workshop.bytes(stage) == whole, "\(stage.program)")
      }
      try workshop.scratch.write(stage.output, whole.prefix(whole.count / 2))
      #expect(try workshop.make(stage).status == 0)
      #expect(try workshop.bytes(stage) == whole)
    }
  }

  @Test func `models are trained again only where their rows or settings changed`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    #expect(try workshop.make(.train).errors.contains("0 of 2 folds trained, 2 as they were"))
    let longer = TestedStage.train.set(
      #"{ "split": "honest", "train": { "model": { "mlp": { "hidden": [8] } }, "epochs": 4, "batch": 16 } }"#)
    #expect(try workshop.make(longer).errors.contains("2 of 2 folds trained, 0 as they were"))
  }
}
