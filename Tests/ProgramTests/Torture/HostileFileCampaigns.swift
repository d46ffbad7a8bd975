import Foundation
import TestSupport
import Testing

/// Files of every kind as the chain makes them, and the programs that read each.
struct Victims {
  /// A kind of file.
  struct Kind {
    /// What it is called.
    let name: String
    /// Where it lies in the workshop.
    let path: String
    /// Programs that read it, with their arguments, each alone.
    let readers: [(program: String, arguments: [String])]
  }

  let workshop: Workshop
  let kinds: [Kind]

  /// A workshop of the test's own, with a checkpoint, a search and a recording beside the files of a whole chain.
  init() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    func file(_ name: String) -> String { workshop.scratch.file(name) }
    let (model, checkpoint) = ("train/train/fold0.h5", "long/train/fold0.checkpoint.h5")
    let training = TestedStage.train.set(Victims.longTraining)
    try Victims.interrupt(training, in: workshop, until: checkpoint)
    try workshop.scratch.write(
      "search/spec.json5",
      #"{ "metric": "uar", "inner": 2, "search": { "method": "grid", "space": { "train.batch": [8, 16] } } }"#)
    let search =
      ["--search", file("search/spec.json5"), "--settings", file("train/train.json"), "--jobs", "1"]
      + ["--output", file("search/search.h5"), file("features/features.h5"), file("split/split.h5")]
    _ = try run("lilt-train", search)
    let clip = try #require(
      try FileManager.default.subpathsOfDirectory(atPath: workshop.data).filter { $0.hasSuffix(".wav") }.min())
    func next(_ stage: TestedStage) throws -> (String, [String]) {
      // Always the same place, so that one run finds what the last one made.
      (stage.program, try workshop.arguments(for: stage, jobs: 1, output: file("next/\(stage.name).h5")))
    }
    func inspect(_ path: String, _ arguments: String...) -> (String, [String]) {
      ("lilt-inspect", [file(path)] + arguments)
    }
    try makeFolder(file("next"))
    var kinds: [Kind] = []
    for (name, stage, followers, row) in [
      ("catalog", TestedStage.ingest, [TestedStage.clean], nil), ("clean", .clean, [.augment], "id"),
      ("augmented", .augment, [.features], "id"), ("features", .features, [.split, .train], "id"),
      ("split", .split, [.train], nil),
    ] as [(String, TestedStage, [TestedStage], String?)] {
      let path = stage.output
      var readers = [inspect(path, "--verify"), inspect(path), inspect(path, "--plot", "classes")]
      readers += try followers.map(next)
      if row != nil, let id = try Transcript.firstRow(of: file(path)) {
        readers += [inspect(path, "--row", id), inspect(path, "--plot", id)]
      }
      if stage.name == "features" { readers.append(("lilt-export", [file(path), "-o", file("next/table.csv")])) }
      kinds.append(Kind(name: name, path: path, readers: readers.map { ($0.0, $0.1) }))
    }
    kinds.append(
      Kind(
        name: "model", path: model,
        readers: [
          inspect(model, "--verify"), ("lilt-predict", [file(model), file("data/\(clip)")]),
          ("lilt-predict", ["--json", file(model), file("data/\(clip)")]),
          ("lilt-export", [file(model), "-o", file("next/model.onnx")]),
        ]))
    kinds.append(
      Kind(
        name: "index", path: TestedStage.train.output,
        readers: [
          inspect(TestedStage.train.output, "--verify"),
          ("lilt-predict", [file(TestedStage.train.output), file("data/\(clip)")]),
        ]))
    kinds.append(
      Kind(
        name: "checkpoint", path: checkpoint,
        readers: [
          inspect(checkpoint, "--verify"),
          ("lilt-train", try workshop.arguments(for: training, jobs: 1, output: file("long/train.h5"))),
        ]))
    kinds.append(
      Kind(
        name: "search", path: "search/search.h5",
        readers: [inspect("search/search.h5", "--verify"), ("lilt-train", search)]))
    let evaluation = TestedStage.evaluate.output
    kinds.append(
      Kind(
        name: "evaluation", path: evaluation,
        readers: [
          inspect(evaluation, "--verify"), ("lilt-report", [file(evaluation)]),
          ("lilt-report", ["--compare", file("next/compare.html"), file(evaluation)]),
        ]))
    self.kinds = kinds
    self.workshop = workshop
    for kind in kinds where !workshop.scratch.has(kind.path) { throw Missing(description: "no \(kind.path)") }
  }

  struct Missing: Error, CustomStringConvertible { let description: String }

  private static let longTraining =
    #"{ "split": "honest", "train": { "model": { "mlp": { "hidden": [8] } }, "epochs": 40, "batch": 4, "seeds": 2 } }"#

  /// Starts a training and kills it as soon as it has left a checkpoint.
  private static func interrupt(_ stage: TestedStage, in workshop: Workshop, until checkpoint: String) throws {
    for _ in 0..<50 {
      let arguments = try workshop.arguments(for: stage, jobs: 1, output: workshop.scratch.file("long/train.h5"))
      try makeFolder(workshop.scratch.file("long"))
      let running = try Running(stage.program, arguments)
      let begin = ContinuousClock.now
      while !workshop.scratch.has(checkpoint), ContinuousClock.now - begin < .seconds(5) { usleep(200) }
      running.kill()
      _ = try running.outcome()
      if workshop.scratch.has(checkpoint) { return }
      try? workshop.scratch.remove("long")
    }
  }

  /// Puts a file in the place of a sound one, lets one of its readers at it under limits, and puts the sound one back.
  /// - Returns: what is wrong with what became of it.
  func judge(_ kind: Kind, _ bytes: [UInt8], reader number: Int) throws -> String? {
    let whole = try workshop.scratch.bytes(kind.path)
    defer { _ = try? workshop.scratch.write(kind.path, whole) }
    try workshop.scratch.write(kind.path, Data(bytes))
    // Weights that are there are not trained again, and a checkpoint of a fold that is done is not looked at.
    if kind.name == "checkpoint" {
      for stray in ["long/train.h5", "long/train/fold0.h5", "long/train/fold1.h5"] {
        try? workshop.scratch.remove(stray)
      }
    }
    try? workshop.scratch.remove("next")
    try makeFolder(workshop.scratch.file("next"))
    let reader = kind.readers[number % kind.readers.count]
    let line = "ulimit -v 4000000; exec \"$0\" \"$@\""
    let outcome = try Running("/bin/bash", ["-c", line, "\(Programs.folder)/\(reader.program)"] + reader.arguments)
      .outcome(within: 10)
    guard let complaint = outcome.complaint(about: reader.program) else { return nil }
    return "\(kind.name), \(reader.program) \(reader.arguments.joined(separator: " ")): \(complaint)"
  }
}

extension Torture {
  /// Metadata changed with every checksum right: what crashes or hangs the C library.
  @Suite struct `Changed structures` {
    @Test func `end no program by a signal and keep none busy`() throws {
      let victims = try Victims()
      let anatomies = try victims.kinds.map { Anatomy([UInt8](try victims.workshop.scratch.bytes($0.path))) }
      Campaign("changed structures", quick: 100, long: 10_000).run { number, chance in
        let place = number % victims.kinds.count
        let bytes = anatomies[place].changed(by: &chance)
        return try victims.judge(victims.kinds[place], bytes, reader: number / victims.kinds.count)
      }
    }
  }

  /// Values that no stage writes, in files whose every checksum and hash fits.
  @Suite struct `Changed values` {
    @Test func `end no program by a signal and keep none busy`() throws {
      let victims = try Victims()
      let transcripts = try victims.kinds.map { try Transcript(victims.workshop.scratch.file($0.path)) }
      Campaign("changed values", quick: 100, long: 5000).run { number, chance in
        let place = number % victims.kinds.count
        var transcript = transcripts[place]
        let change = transcript.change(by: &chance)
        let path = victims.workshop.scratch.file("changed.h5")
        try transcript.write(to: path)
        let bytes = [UInt8](try victims.workshop.scratch.bytes("changed.h5"))
        return try victims.judge(victims.kinds[place], bytes, reader: number / victims.kinds.count)
          .map { "\(change): \($0)" }
      }
    }

    @Test func `a file written again by the C library is read as before`() throws {
      let victims = try Victims()
      for (place, kind) in victims.kinds.enumerated() {
        let path = victims.workshop.scratch.file("again.h5")
        try Transcript(victims.workshop.scratch.file(kind.path)).write(to: path)
        let bytes = [UInt8](try victims.workshop.scratch.bytes("again.h5"))
        for reader in kind.readers.indices {
          let complaint = try victims.judge(victims.kinds[place], bytes, reader: reader)
          #expect(complaint == nil, "\(kind.name)")
        }
      }
    }
  }
}
