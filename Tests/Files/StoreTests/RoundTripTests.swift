import Store
import TestSupport
import Testing

@Suite struct RoundTripTests {
  let scratch = Scratch()

  @Test func `rows, sound and provenance come back as they were`() throws {
    let path = scratch.file("clean.h5")
    var rows = (0..<3).map { Row.example($0) }
    rows[1].shares = #"{"happy":0.5,"sad":0.5}"#
    let sound: [[Float]] = [[0, 0.5, -0.5], [], Array(repeating: 0.25, count: 100_000)]
    let output = try OutputFile(
      path, schema: .clean, tool: Tool(name: "lilt-clean", version: "0.1.0"), settings: #"{"rate":22050}"#,
      inputs: [Input(name: "/data/catalog.h5", sha256: String(repeating: "a", count: 64))])
    let audio = try output.ragged("/audio")
    for clip in sound { try audio.append(clip) }
    try output.attach("rate", 22050 as Int64, to: "/audio")
    try output.write(rows)
    try output.commit()

    let input = try InputFile.open(path, expecting: .clean, .augmented)
    #expect(input.schema == .clean)
    #expect(try input.rows() == rows)
    let ragged = try input.ragged("/audio")
    #expect(try (0..<ragged.count).map { try ragged.read($0) } == sound)
    #expect(try input.attached("rate", of: "/audio", as: Int64.self) == [22050])
    #expect(try input.text("settings", of: "/") == #"{"rate":22050}"#)
    #expect(try input.attachedTexts("inputs", of: "/") == ["catalog.h5", String(repeating: "a", count: 64)])
  }
}

extension Row {
  static func example(_ index: Int) -> Row {
    Row(
      id: "clip\(index)", parent: "clip\(index)", variant: "original", corpus: "ravdess", speaker: "r\(index)", sex: "",
      emotion: "fröhlich", label: "happy", key: "k\(index)", sound: "s\(index)")
  }
}
