import Store
import TestSupport
import Testing

@Suite struct TensorTests {
  let scratch = Scratch()

  static func features(
    _ path: String, rows: Int, axes: TensorWriter.Axes, value: (Int, Int) -> Float
  ) throws {
    let output = try OutputFile(
      path, schema: .features, tool: Tool(name: "lilt-features", version: "0.1.0"), settings: "{}", inputs: [])
    let tensor = try output.tensor("/tensor", axes: axes)
    for row in 0..<rows {
      try tensor.append(
        row: (0..<tensor.layout.rowSize).map { value(row, $0) }, length: Int64(min(row, axes.times?.count ?? row)))
    }
    try output.write((0..<rows).map { Row.example($0) })
    try output.write("/labels/names", texts: ["happy"])
    try output.write("/labels/y", [Int64](repeating: 0, count: rows))
    try output.commit()
  }

  @Test(arguments: [(3, 4, 5), (700, 10, 12), (2, 600, 1000), (5, 1, 1)])
  func `tensors come back whatever the chunks`(rows: Int, features: Int, frames: Int) throws {
    let path = scratch.file("features.h5")
    let axes = TensorWriter.Axes(
      features: (0..<features).map { "f\($0)" }, units: Array(repeating: "Hz", count: features),
      times: (0..<frames).map { Double($0) / 100 })
    func value(_ row: Int, _ index: Int) -> Float { Float(row) + Float(index % 97) / 8 }
    try Self.features(path, rows: rows, axes: axes, value: value)
    let input = try InputFile.open(path, expecting: .features)
    let tensor = try input.tensor()
    #expect(tensor.rowCount == rows)
    for row in [0, rows / 2, rows - 1] {
      #expect(try tensor.row(row) == (0..<features * frames).map { value(row, $0) })
    }
    // In one piece it reads the same.
    let whole: [Float] = try input.array("/tensor/x")
    #expect(whole == (0..<rows * features * frames).map { value($0 / (features * frames), $0 % (features * frames)) })
    #expect(try input.array("/tensor/length", of: Int64.self) == (0..<Int64(rows)).map { min($0, Int64(frames)) })
    #expect(try input.attachedTexts("units", of: "/tensor/feature").count == features)
  }
}
