import Foundation
import TestSupport
import Testing

/// Whatever lies at the end of a path: one sentence, status 65, nothing made, and never a trace of the machinery.
@Suite struct `Bad input` {
  @Test(arguments: TestedStage.all) func `settings that are not there`(stage: TestedStage) throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let arguments = try workshop.arguments(for: stage)
    try workshop.scratch.remove("\(stage.name)/\(stage.name).json")
    let outcome = try run(stage.program, arguments)
    let path = workshop.scratch.file("\(stage.name)/\(stage.name).json")
    #expect(outcome.status == 65)
    #expect(outcome.errors == "\(stage.program): error: cannot read '\(path)': No such file or directory\n")
  }

  @Test(arguments: TestedStage.all) func `settings with an unknown key get a suggestion`(stage: TestedStage) throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let (typo, known) = [
      "ingest": ("corpra", "corpora"), "clean": ("rat", "rate"), "augment": ("augmnt", "augment"),
      "features": ("feature", "features"), "split": ("nam", "name"), "train": ("trian", "train"),
      "evaluate": ("evaluat", "evaluate"),
    ][stage.name]!
    let outcome = try workshop.attempt(stage.set(#"{ "\#(typo)": 1 }"#))
    let path = workshop.scratch.file("\(stage.name)/\(stage.name).json")
    #expect(outcome.status == 65)
    #expect(
      outcome.errors.hasPrefix("\(stage.program): error: cannot read settings '\(path)': ")
        && outcome.errors.hasSuffix("\(typo): unknown key; did you mean '\(known)'?\n"), "\(outcome)")
  }

  @Test(
    arguments: TestedStage.all,
    ["", "{", "[]", "null", "{ a: }", "\u{0}\u{1}", #"{ "seed": "x" }"#, "{ \"seed\": 1e99 }"])
  func `settings that make no sense`(stage: TestedStage, text: String) throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let outcome = try workshop.attempt(stage.set(text))
    judge(outcome, stage.program, status: 65)
  }

  @Test(arguments: TestedStage.all) func `inputs that are not there`(stage: TestedStage) throws {
    try replacingEachInput(of: stage) { workshop, path in
      try workshop.scratch.remove(path)
    }
  }

  @Test(arguments: TestedStage.all) func `inputs that are a folder`(stage: TestedStage) throws {
    try replacingEachInput(of: stage) { workshop, path in
      try workshop.scratch.remove(path)
      try makeFolder(workshop.scratch.file(path))
    }
  }

  @Test(arguments: TestedStage.all) func `inputs that are a pipe do not make it wait`(stage: TestedStage) throws {
    try replacingEachInput(of: stage) { workshop, path in
      try workshop.scratch.remove(path)
      try shell("mkfifo '\(workshop.scratch.file(path))'")
    }
  }

  @Test(arguments: TestedStage.all) func `inputs that are garbage, empty or cut short`(stage: TestedStage) throws {
    var chance = Chance(seed: 8)
    try replacingEachInput(of: stage) { try $0.scratch.write($1, Data()) }
    try replacingEachInput(of: stage) { try $0.scratch.write($1, Data("not HDF5\n".utf8)) }
    try replacingEachInput(of: stage) { workshop, path in
      try workshop.scratch.write(path, Data((0..<5000).map { _ in UInt8.random(in: 0...255, using: &chance) }))
    }
    for part in [0.1, 0.5, 0.99] {
      try replacingEachInput(of: stage) { workshop, path in
        let whole = try workshop.scratch.bytes(path)
        try workshop.scratch.write(path, whole.prefix(Int(Double(whole.count) * part)))
      }
    }
  }

  @Test(arguments: TestedStage.all) func `inputs of another stage are refused by name`(stage: TestedStage) throws {
    let finished = try Workshop.finished()
    for input in stage.inputs where input != "data" {
      for other in TestedStage.all where other.name != input {
        if stage.name == "features", ["clean", "augment"].contains(other.name) { continue }
        let workshop = try Workshop(copying: finished)
        try workshop.scratch.write("\(input)/\(input).h5", finished.bytes(other))
        let outcome = try workshop.attempt(stage)
        judge(outcome, stage.program, status: 65)
        #expect(outcome.errors.contains("file; expected lilt/"), "\(outcome)")
      }
    }
  }

  @Test(arguments: TestedStage.all) func `a flipped bit is an error or makes no difference`(stage: TestedStage) throws {
    let finished = try Workshop.finished()
    let reference = try finished.everything()
    var chance = Chance(seed: 9)
    for input in stage.inputs where input != "data" {
      let whole = try finished.scratch.bytes("\(input)/\(input).h5")
      let workshop = try Workshop(copying: finished)
      for _ in 0..<4 {
        try workshop.forget(stage)
        var bytes = whole
        bytes[Int.random(in: bytes.indices, using: &chance)] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
        try workshop.scratch.write("\(input)/\(input).h5", bytes)
        let outcome = try workshop.attempt(stage)
        if outcome.status != 0 {
          judge(outcome, stage.program, status: 65)
          continue
        }
        // What came out can differ only in the hash of its input.
        #expect(try workshop.bytes(stage).count == reference[stage.output]?.count, "\(stage.program)")
      }
    }
  }

  @Test func `a corpus that is not there is named with the way to get it`() throws {
    let workshop = try Workshop()
    try makeFolder(workshop.data)
    let outcome = try workshop.attempt(.ingest)
    #expect(outcome.status == 65)
    #expect(
      outcome.errors == """
        lilt-ingest: error: cannot read corpus 'crema-d': cannot list '\(workshop.data)/crema-d': No such file or \
        directory; data/README.md says where to get it

        """)
  }

  @Test func `a corpus that nobody knows gets a suggestion`() throws {
    let workshop = try Workshop()
    try makeFolder(workshop.data)
    let outcome = try workshop.attempt(.ingest.set(#"{ "corpora": ["ravdes"] }"#))
    judge(outcome, "lilt-ingest", status: 65)
    #expect(outcome.errors.contains("'ravdes': no such corpus; did you mean 'ravdess'?"), "\(outcome)")
  }

  @Test func `a clip that went away since ingestion is named`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    try workshop.forget(.clean)
    let clip = try #require(
      try FileManager.default.subpathsOfDirectory(atPath: workshop.data).filter { $0.hasSuffix(".wav") }.min())
    try workshop.scratch.remove("data/\(clip)")
    let outcome = try workshop.make(.clean)
    #expect(outcome.errors.contains("23 computed, 0 reused, 1 dropped"), "\(outcome)")
    #expect(outcome.errors.contains(clip) && outcome.errors.contains("run lilt-ingest again"), "\(outcome)")
    let strict = try TestedStage.strictly(.clean, in: workshop)
    judge(strict, "lilt-clean", status: 65)
    #expect(strict.errors.contains(clip), "\(strict)")
  }

  /// Runs a stage on each of its inputs replaced, one at a time.
  private func replacingEachInput(of stage: TestedStage, by replace: (Workshop, String) throws -> Void) throws {
    for input in stage.inputs where input != "data" {
      let workshop = try Workshop(copying: Workshop.finished())
      let old = try workshop.bytes(stage)
      try replace(workshop, "\(input)/\(input).h5")
      let outcome = try workshop.attempt(stage)
      judge(outcome, stage.program, status: 65)
      #expect(outcome.errors.contains("'\(workshop.scratch.file("\(input)/\(input).h5"))'"), "\(outcome)")
      #expect(try workshop.bytes(stage) == old)
      #expect(workshop.scratch.leftOvers == [])
    }
  }

  /// One sentence of ours and no trace of the machinery.
  private func judge(_ outcome: Outcome, _ program: String, status: Int32) {
    #expect(outcome.status == status, "\(outcome)")
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("\(program): error: cannot "), "\(outcome)")
    for word in ["HDF5-DIAG", "Fatal error", "Stack dump", "DecodingError", "Optional(", "Swift.", "H5E"] {
      #expect(!outcome.errors.contains(word), "\(outcome)")
    }
  }
}

/// Outputs that are inputs, and inputs that are no files.
@Suite struct `What is read and written` {
  @Test(arguments: TestedStage.all) func `an output that is an input is refused by any of its names`(stage: TestedStage)
    throws
  {
    let workshop = try Workshop(copying: Workshop.finished())
    guard let first = stage.inputs.first(where: { $0 != "data" }) else { return }
    let input = workshop.scratch.file("\(first)/\(first).h5")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: input))
    try shell("ln -s '\(input)' link.h5; ln '\(input)' twin.h5", in: workshop.scratch.path)
    for output in [
      input, "\(workshop.scratch.path)/./\(first)/\(first).h5", workshop.scratch.file("link.h5"),
      workshop.scratch.file("twin.h5"),
    ] {
      let outcome = try run(stage.program, workshop.arguments(for: stage, output: output))
      #expect(outcome.status == 64 && outcome.errors.contains("it is the same file as the input"), "\(outcome)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: input)) == bytes)
    }
    let device = try run(stage.program, workshop.arguments(for: stage, output: "/dev/null"))
    #expect(device.status == 64 && device.errors.contains("there is a device of that name"), "\(device)")
  }

  @Test func `a recording of the corpus is no output either`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let clip = try #require(
      try FileManager.default.subpathsOfDirectory(atPath: workshop.data).filter { $0.hasSuffix(".wav") }.min())
    let bytes = try workshop.scratch.bytes("data/\(clip)")
    for stage in [TestedStage.ingest, .clean] {
      let outcome = try run(
        stage.program, workshop.arguments(for: stage, output: workshop.scratch.file("data/\(clip)")))
      #expect(outcome.status == 64, "\(outcome)")
      #expect(try workshop.scratch.bytes("data/\(clip)") == bytes)
    }
  }

  @Test func `pipes in place of files are refused at once`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    try shell("mkfifo pipe", in: workshop.scratch.path)
    let pipe = workshop.scratch.file("pipe")
    for (program, arguments) in [
      ("lilt-clean", ["--settings", pipe, "--output", workshop.scratch.file("x.h5"), "a.h5", "data"]),
      ("lilt-inspect", [pipe]), ("lilt-predict", [pipe, "a.wav"]),
      ("lilt-predict", [workshop.scratch.file("train/train.h5"), pipe]),
    ] {
      let outcome = try Running(program, arguments).outcome(within: 10)
      #expect(outcome.status == 65 && !outcome.isOverdue, "\(outcome)")
    }
  }

  @Test func `a timeline of nothing ends with a sentence, as one answer does`() throws {
    let model = try Workshop.finished().scratch.file("train/train.h5")
    let scratch = Scratch()
    let silence = try scratch.write("silence.wav", Sounds.wave([Int16](repeating: 0, count: 30_000)))
    for options in [["--timeline"], ["--timeline", "--json"], ["--svg", scratch.file("x.svg")]] {
      let outcome = try run("lilt-predict", options + [model, silence])
      #expect(outcome.status == 65, "\(outcome)")
      #expect(outcome.errors.contains("lilt-predict: warning: cannot judge '\(silence)': "), "\(outcome)")
      #expect(outcome.errors.hasSuffix("lilt-predict: error: 1 of 1 recordings could not be judged\n"), "\(outcome)")
      #expect(outcome.output.isEmpty == !options.contains("--json") && !scratch.has("x.svg"), "\(outcome)")
    }
  }

  @Test func `a stream without an end ends with a sentence`() throws {
    let model = try Workshop.finished().scratch.file("train/train.h5")
    let outcome = try bash("'\(Programs.folder)/lilt-predict' '\(model)' - < /dev/zero")
    #expect(outcome.status == 65 && outcome.errors.contains("it goes on beyond 256 MiB"), "\(outcome)")
  }

  @Test func `absurd numbers and models that no memory holds end with a sentence`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    for (train, status) in [
      (#"{ "model": { "mlp": { "hidden": [4611686018427387904] } } }"#, 65 as Int32),
      (#"{ "seeds": 9223372036854775807 }"#, 65),
      (#"{ "model": { "mlp": { "hidden": [1000000, 1000000] } } }"#, 71),
    ] {
      let stage = TestedStage.train.set(#"{ "split": "honest", "train": \#(train) }"#)
      let arguments = try workshop.arguments(for: stage, output: workshop.scratch.file("absurd.h5"))
      let outcome = try Running(stage.program, arguments).outcome(within: 10)
      #expect(outcome.status == status && outcome.errors.hasPrefix("lilt-train: error: cannot "), "\(outcome)")
    }
  }

  @Test func `libraries say nothing on the terminal`() throws {
    let workshop = try Workshop()
    try workshop.synthesize(clips: 2)
    let animal = try #require(Zoo.animals.first { $0.kind == "an MP3 of noise" })
    try workshop.add(animal.bytes, number: 0, suffix: animal.suffix)
    let outcome = try workshop.make(.ingest)
    for line in outcome.errors.split(separator: "\n") {
      #expect(line.hasPrefix("  ") || line.hasPrefix("lilt-ingest: "), "\(line)")
    }
  }
}

/// Settings that are in order by themselves and do not fit the sound.
@Suite struct `Features that no clip of a rate has` {
  @Test(arguments: [
    "contrast", "chromaCqt", "msf", #"{ "mel": { "high": 8000 } }"#, #"{ "fbank": { "bank": { "high": 8000 } } }"#,
  ])
  func `end with a sentence`(family: String) throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let outcome = try workshop.attempt(
      .features.set(#"{ "features": { "stack": [\#(family.first == "{" ? family : "\"\(family)\"")] } }"#))
    #expect(outcome.complaint(about: "lilt-features", statuses: [65]) == nil)
  }
}
