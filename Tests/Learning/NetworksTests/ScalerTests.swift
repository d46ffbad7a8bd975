import Settings
import Testing

@testable import Networks

@Suite struct ScalerTests {
  private func fitted(_ text: String, to rows: [Int], of data: Dataset) throws -> FittedScaler {
    let settings = try TrainSettings(parsing: Array("{ scaler: \(text) }".utf8))
    return try FittedScaler(settings.scaler, fittedTo: rows, of: data)
  }

  /// Four rows of two features at two times; two speakers.
  private func data() throws -> Dataset {
    try Dataset(
      rows: ArrayRows([1, 3, 10, 10, 5, 7, 20, 20, 2, 2, 0, 4, 100, 100, 100, 100], shape: [2, 2]),
      labels: [0, 1, 0, 1], names: ["a", "b"], speakers: ["x", "x", "y", "z"], corpora: ["p", "p", "q", "q"])
  }

  private func scaled(_ scaler: FittedScaler, _ row: Int, of data: Dataset) throws -> [Float] {
    var values = [Float](repeating: 0, count: 4)
    try values.withUnsafeMutableBufferPointer { try scaler.read([row], of: data, into: $0) }
    return values
  }

  @Test func `a standard scaler takes mean and deviation of each feature from the training rows alone`() throws {
    let data = try data(), scaler = try fitted("'standard'", to: [0, 1], of: data)
    let deviation = Float(5).squareRoot()  // of 1, 3, 5, 7 about 4
    #expect(scaler.groups[""]!.offset == [4, 15])
    #expect(scaler.groups[""]!.factor == [1 / deviation, 1.0 / 5])
    #expect(try scaled(scaler, 0, of: data) == [-3 / deviation, -1 / deviation, -1, -1])
  }

  @Test func `an element may count as a feature of its own`() throws {
    let data = try data(), scaler = try fitted("{ standard: { per: 'element' } }", to: [0, 1], of: data)
    #expect(scaler.groups[""]!.offset == [3, 5, 15, 15])
  }

  @Test func `a min-max scaler maps the training rows onto 0 to 1`() throws {
    let data = try data(), scaler = try fitted("'minMax'", to: [0, 1], of: data)
    #expect(try scaled(scaler, 0, of: data) == [0, 1.0 / 3, 0, 0])
    #expect(try scaled(scaler, 1, of: data) == [2.0 / 3, 1, 1, 1])
  }

  @Test func `a min-max scaler maps the training rows onto another range`() throws {
    let data = try data(), scaler = try fitted("{ minMax: { range: [-7.5, 7.5] } }", to: [0, 1], of: data)
    #expect(try scaled(scaler, 0, of: data) == [-7.5, -2.5, -7.5, -7.5])
    #expect(try scaled(scaler, 1, of: data) == [2.5, 7.5, 7.5, 7.5])
    let constant = try fitted("{ minMax: { range: [-7.5, 7.5] } }", to: [3], of: data)
    #expect(try scaled(constant, 3, of: data) == [-7.5, -7.5, -7.5, -7.5])
    for range in ["[1]", "[1, 1]", "[2, 1]", "[0, 1, 2]"] {
      #expect(throws: (any Error).self) { try fitted("{ minMax: { range: \(range) } }", to: [0], of: data) }
    }
  }

  @Test func `a feature that never changes becomes 0`() throws {
    let data = try data(), scaler = try fitted("'standard'", to: [3], of: data)
    #expect(try scaled(scaler, 3, of: data) == [0, 0, 0, 0])
  }

  @Test func `a corpus without training rows is scaled by all of them`() throws {
    let data = try data(), scaler = try fitted("{ minMax: { by: 'corpus' } }", to: [0, 1], of: data)
    #expect(scaler.groups.keys.sorted() == ["", "p"])
    #expect(try scaled(scaler, 2, of: data) == [1.0 / 6, 1.0 / 6, -1, -0.6])
  }

  @Test func `a scaler by speaker takes a new speaker's statistics from the rows to be predicted`() throws {
    let data = try data()
    var scaler = try fitted("{ minMax: { by: 'speaker' } }", to: [0, 1], of: data)
    #expect(scaler.isTransductive)
    let before = scaler.groups
    try scaler.adapt(to: [2], of: data)
    #expect(scaler.groups.keys.sorted() == ["", "x", "y"])
    #expect(scaler.groups["x"] == before["x"] && scaler.groups[""] == before[""])
    #expect(try scaled(scaler, 2, of: data) == [0, 0, 0, 1])
  }
}
