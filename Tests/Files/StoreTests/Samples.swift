import HDF5
import Store

/// A small file of each kind.
enum Sample {
  static func write(_ schema: Schema, to path: String, rows count: Int = 4, inputs: [Input]? = nil) throws {
    let output = try OutputFile(
      path, schema: schema, tool: Tool(name: "lilt-test", version: "0.1.0"), settings: #"{"a":1}"#,
      inputs: inputs ?? [Input(name: "in.h5", sha256: String(repeating: "5", count: 64))])
    switch schema {
    case .catalog: try catalog(output, count)
    case .clean, .augmented: try sound(output, count)
    case .features: try features(output, count)
    case .split: try split(output, count)
    case .model: try model(output)
    case .models:
      try output.write("/models/fold", texts: ["fold0", "fold1"])
      try output.write("/models/name", texts: ["fold0.h5", "fold1.h5"])
      try output.write("/models/sha256", texts: ["0a", "0b"])
    case .training: try training(output)
    case .search: try search(output)
    default: try evaluation(output, count)
    }
    try output.commit()
  }

  private static func catalog(_ output: OutputFile, _ count: Int) throws {
    for name in [
      "id", "corpus", "speaker", "sex", "emotion", "intensity", "statement", "channel", "path", "sha256", "finding",
    ] {
      try output.write("/clips/\(name)", texts: (0..<count).map { "\(name)\($0)" })
    }
    for name in ["repetition", "rate", "channels", "frames"] {
      try output.write("/clips/\(name)", (0..<Int64(count)).map { $0 })
    }
  }

  private static func sound(_ output: OutputFile, _ count: Int) throws {
    let audio = try output.ragged("/audio")
    for row in 0..<count { try audio.append((0..<50 + row).map { Float($0 * row) / 64 }) }
    try output.attach("rate", 22050 as Int64, to: "/audio")
    try output.write((0..<count).map(Row.example))
  }

  private static func features(_ output: OutputFile, _ count: Int) throws {
    let tensor = try output.tensor(
      "/tensor", axes: .init(features: ["rms", "zcr"], units: ["", "1/s"], times: [0, 0.1, 0.2]))
    for row in 0..<count { try tensor.append(row: (0..<6).map { Float($0 + row) }, length: 2) }
    try output.write((0..<count).map(Row.example))
    try output.write("/labels/names", texts: ["happy", "sad"])
    try output.write("/labels/y", (0..<Int64(count)).map { $0 % 2 })
  }

  private static func split(_ output: OutputFile, _ count: Int) throws {
    try output.write((0..<count).map(Row.example))
    try output.write("/splits/honest/fold0/train", (0..<Int64(count - 1)).map { $0 })
    try output.write("/splits/honest/fold0/test", [Int64(count - 1)])
    try output.write("/splits/honest/proof/speakers", [0 as Int64])
    try output.attach("speakers", 0 as Int64, to: "/splits/honest/proof")
  }

  private static func model(_ output: OutputFile) throws {
    try output.write("/model/dense/weight", [1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
    try output.write("/scaler/mean", [0.5, 0.25] as [Float])
    try output.attach("architecture", #"{"dense":{}}"#, to: "/")
    try output.attach("frontend", #"{"clean":{}}"#, to: "/")
    try output.attach("labels", texts: ["happy", "sad"], to: "/")
  }

  private static func search(_ output: OutputFile) throws {
    try output.attach("base", "0a", to: "/")
    try output.attach("goal", "highest", to: "/")
    try output.write("/trials/changes", texts: ["{}", #"{"a":2}"#])
    try output.write("/trials/scores", [0.5, 0.25, 0.75, 0.5] as [Double], shape: [2, 2])
    try output.write("/folds/name", texts: ["fold0", "fold1"])
  }

  private static func training(_ output: OutputFile) throws {
    try output.write("/state/parameters/dense", [1, 2, 3] as [Float])
    try output.write("/state/moments/dense", [0, 0, 1] as [Float])
    try output.write("/history/loss", [0.5] as [Double])
    try output.attach("key", "ab", to: "/")
  }

  private static func evaluation(_ output: OutputFile, _ count: Int) throws {
    try output.write("/predictions/row", (0..<Int64(count)).map { $0 })
    try output.write("/predictions/label", (0..<Int64(count)).map { $0 % 2 })
    try output.write("/predictions/heard", [Int64](repeating: -1, count: count))
    try output.write("/predictions/probability", [Float](repeating: 0.5, count: 2 * count), shape: [count, 2])
    try output.write("/labels/names", texts: ["happy", "sad"])
    try output.write("/metrics/uar", [0.5, 0.4, 0.6] as [Double])
  }

  /// Every value of a file as text, read as stages read it.
  static func contents(of path: String) throws -> [String] {
    let file = try InputFile(path, expecting: Schema.all)
    let summary = try file.summary()
    var lines = ["\(summary.schema) \(summary.tool) \(summary.settings) \(summary.inputs)"]
    for dataset in summary.datasets {
      let values =
        switch dataset.type {
        case .text: "\(try file.texts(dataset.path))"
        case .int64: "\(try file.array(dataset.path, of: Int64.self))"
        case .float32: "\(try file.array(dataset.path, of: Float.self))"
        default: "\(try file.array(dataset.path, of: Double.self))"
        }
      lines.append("\(dataset.path) \(dataset.shape) \(values)")
    }
    if file.contains("/tensor/x") {
      let tensor = try file.tensor()
      lines.append("\(try (0..<tensor.rowCount).map { try tensor.row($0) })")
      lines.append("\(try file.attachedTexts("units", of: "/tensor/feature"))")
    }
    if file.contains("/audio/values") {
      let audio = try file.ragged("/audio")
      lines.append("\(try (0..<audio.count).map { try audio.read($0) })")
      lines.append("\(try file.attached("rate", of: "/audio", as: Int64.self))")
    }
    if file.schema == .training { lines.append(try file.text("key", of: "/")) }
    if file.schema == .model {
      for name in ["architecture", "frontend", "labels"] { lines.append("\(try file.attachedTexts(name, of: "/"))") }
    }
    return lines
  }
}
