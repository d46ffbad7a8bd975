import HDF5
import Store
import TestSupport
import Testing

/// Numbers that the schemas do not allow, in files whose every checksum fits: writers do not finish them, which is the
/// same check that readers make.
@Suite struct RangeTests {
  let scratch = Scratch()

  private func commit(_ schema: Schema, _ write: (OutputFile) throws -> Void) throws {
    let output = try OutputFile(
      scratch.file("x.h5"), schema: schema, tool: Tool(name: "lilt-test", version: "0.1.0"), settings: "{}", inputs: [])
    try write(output)
    try output.commit()
  }

  private func refusal(_ schema: Schema, _ write: (OutputFile) throws -> Void) -> String {
    do {
      try commit(schema, write)
      return "it was written"
    } catch { return "\(error)" }
  }

  @Test(arguments: [.min, -1, 0, 10_000_001, 1 << 32, 1 << 62, .max] as [Int64])
  func `a rate that no sound has`(rate: Int64) {
    let cause = refusal(.clean) { output in
      try output.ragged("/audio").append([0.5])
      try output.attach("rate", rate, to: "/audio")
      try output.write([Row.example(0)])
    }
    #expect(cause.contains("/audio@rate holds \(rate); expected 1 to 10000000"))
  }

  private func model(run: Int64 = 1, shape: [Int64] = [2], members: Int64 = 1, _ output: OutputFile) throws {
    try output.attach("architecture", "{}", to: "/")
    try output.attach("frontend", "{}", to: "/")
    try output.attach("labels", texts: ["a"], to: "/")
    try output.attach("inputShape", values: shape, to: "/")
    try output.makeGroup("/model")
    try output.attach("members", members, to: "/model")
    try output.makeGroup("/scaler")
    try output.attach("run", run, to: "/scaler")
  }

  @Test func `sizes of a model that no row has`() throws {
    try commit(.model) { try model($0) }
    for value in [.min, -1, 0, 1 << 25, 1 << 62, .max] as [Int64] {
      for (object, write) in [
        ("/scaler@run", { try model(run: value, $0) }), ("/@inputShape", { try model(shape: [2, value], $0) }),
        ("/model@members", { try model(members: value, $0) }),
      ] as [(String, (OutputFile) throws -> Void)] {
        #expect(refusal(.model, write).contains("\(object) holds \(value); expected 1 to "))
      }
    }
  }

  @Test func `counts of a training that are none`() {
    for value in [.min, -1, 1 << 31, .max] as [Int64] {
      for (name, group) in [
        ("epoch", "/state"), ("step", "/state"), ("count", "/state/moments"), ("count", "/finished"),
      ] {
        let cause = refusal(.training) { output in
          try output.attach("key", "k", to: "/")
          for group in ["/state/parameters", "/state/moments", "/history", "/finished"] { try output.makeGroup(group) }
          try output.attach(name, value, to: group)
        }
        #expect(cause.contains("\(group)@\(name) holds \(value); expected 0 to "), "\(cause)")
      }
    }
  }

  private func evaluation(
    under root: String = "", fold: [Int64] = [0, 0], truth: [Int64] = [0, 1], clips: Int = 2, _ output: OutputFile
  ) throws {
    for group in Set(["", root]) {
      let isChanged = group == root
      try output.write("\(group)/predictions/row", [0, 1] as [Int64])
      try output.write("\(group)/predictions/label", [0, 1] as [Int64])
      try output.write("\(group)/predictions/probability", [0.5, 0.5, 0.5, 0.5] as [Float], shape: [2, 2])
      try output.write("\(group)/predictions/fold", isChanged ? fold : [0, 0])
      try output.write("\(group)/predictions/truth", isChanged ? truth : [0, 1])
      try output.write("\(group)/predictions/clip", texts: Array(repeating: "c", count: isChanged ? clips : 2))
    }
    try output.write("/labels/names", texts: ["happy", "sad"])
    try output.makeGroup("/metrics")
  }

  @Test(arguments: ["", "/splits/published"])
  func `predictions that no split makes`(root: String) throws {
    try commit(.evaluation) { try evaluation(under: root, $0) }
    let group = root + "/predictions"
    #expect(
      refusal(.evaluation) { try evaluation(under: root, fold: [0, .max], $0) }
        .contains("\(group)/fold holds \(Int64.max); expected 0 to 100000"))
    #expect(
      refusal(.evaluation) { try evaluation(under: root, truth: [0, 2], $0) }
        .contains("\(group)/truth holds 2; expected 0 to 1"))
    #expect(
      refusal(.evaluation) { try evaluation(under: root, clips: 1, $0) }
        .contains("\(group)/clip has the shape [1]; expected 2 for "))
  }

  @Test func `findings of which one has no subject`() {
    let cause = refusal(.catalog) { output in
      for name in [
        "id", "corpus", "speaker", "sex", "emotion", "intensity", "statement", "channel", "path", "sha256", "finding",
      ] { try output.write("/clips/\(name)", texts: ["a"]) }
      for name in ["repetition", "rate", "channels", "frames"] { try output.write("/clips/\(name)", [1] as [Int64]) }
      try output.write("/findings/rule", texts: ["a", "b"])
      try output.write("/findings/subject", texts: ["a"])
    }
    #expect(cause.contains("/findings/subject has the shape [1]; expected 2 for "), "\(cause)")
  }

  @Test func `numbers that are none are never handed out`() throws {
    try commit(.clean) { output in
      let audio = try output.ragged("/audio")
      try audio.append([0, 1, 2])
      try audio.append([3, .nan, 5])
      try output.attach("rate", 8000 as Int64, to: "/audio")
      try output.write([Row.example(0), Row.example(1)])
    }
    let file = try InputFile.open(scratch.file("x.h5"), expecting: .clean)
    #expect(try file.ragged("/audio").read(0) == [0, 1, 2])
    #expect { _ = try file.ragged("/audio").read(1) } throws: {
      "\($0)".contains("/audio/values holds nan at sample 1 of row ")
    }
    #expect(throws: StoreError.self) { try file.array("/audio/values", of: Float.self) }
    for value in [Float.infinity, -.infinity, .nan, -.nan] {
      for place in [0, 1023, 1024, 2999] {
        var row = [Float](repeating: .greatestFiniteMagnitude, count: 3000)
        row[place] = value
        try TensorTests.features(
          scratch.file("t.h5"), rows: 1, axes: .init(features: row.indices.map { "f\($0)" }, units: row.map { _ in "" })
        ) { row[$1] + 0 * Float($0) }
        let file = try InputFile.open(scratch.file("t.h5"), expecting: .features)
        #expect { _ = try file.tensor().row(0) } throws: {
          "\($0)".contains("at element \(place) of row ")
        }
      }
    }
  }
}
