import Models
import Pipeline
import Settings
import Store

/// `lilt-export`: a trained model, or a tensor, in formats that others read.
@main struct Main {
  struct Options {
    var output: String?
  }

  static func main() {
    let command = Command<Options>(
      "lilt-export", "Writes a trained model as ONNX or its weights as safetensors, features as CSV.",
      arguments: "MODEL.h5|FEATURES.h5",
      [
        .text(
          "-o", "--output", placeholder: "FILE", into: \.output, required: true,
          "FILE.onnx or FILE.safetensors of a model, FILE.csv of features")
      ],
      notes: """
        MODEL.h5 is one fold's model, or an index of models, whose probabilities are then averaged as in lilt-predict.

          lilt-export build/demo/models/honest.h5 -o demo.onnx
          lilt-export build/demo/features.h5 -o demo.csv

        FILE.onnx takes rows of features.h5 as 'rows' and gives 'probabilities'; scaler and softmax are in it. FILE.json
        beside it says what the rows are: the settings of cleaning and features, the row's shape, the classes in order.
        Labels and the front end's hash are in the file's metadata too. FILE.safetensors holds weights and scaler alone.
        FILE.csv has a line a row: its names, its label, and all of its numbers.
        """)
    command.run(Options()) { options, paths, console in
      guard paths.count == 1 else { throw UsageError("expected 1 file, found \(paths.count)") }
      guard let output = options.output else { throw UsageError("--output FILE.onnx is missing") }
      let (stem, format) = try Format.parse(output)
      try protect(paths, from: output)
      if case .model = format { try protect(paths, from: stem + ".json") }
      switch format {
      case .model(let format): try writeModels(of: paths[0], to: output, stem: stem, format, console)
      case .table: try writeTable(of: paths[0], to: output, console)
      }
    }
  }

  private static func writeModels(
    of path: String, to output: String, stem: String, _ format: ModelFormat, _ console: Console
  ) throws {
    let export = Exported(try ModelFile.all(at: path), name: name(of: stem))
    for warning in export.warnings { console.warn(warning) }
    let bytes = try export.bytes(as: format)
    try write(bytes, to: output)
    try write(Array((export.sidecar(of: output, format).indented + "\n").utf8), to: stem + ".json")
    console.say(
      "\(output): \(export.models.count == 1 ? "1 model" : "\(export.models.count) models"), "
        + "\(bytes.count.grouped) bytes; what goes in is told in \(stem).json")
  }

  private static func writeTable(of path: String, to output: String, _ console: Console) throws {
    let table = try TensorTable(try InputFile.open(path, expecting: .features)), extent = table.extent
    var progress = Progress(extent.rows, "rows", on: console)
    try table.write(to: output) { progress.advance(by: $0) }
    console.say("\(output): \(extent.rows.grouped) rows of \(extent.columns.grouped) numbers")
  }

  private static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// What a file can be written as.
enum Format {
  case model(ModelFormat)
  case table

  private static let known: [(extension: String, format: Format)] = [
    ("onnx", .model(.onnx)), ("safetensors", .model(.safetensors)), ("csv", .table),
  ]

  /// A path without its extension, and the format that the extension names.
  static func parse(_ path: String) throws -> (stem: String, format: Format) {
    for (name, format) in known where path.hasSuffix(".\(name)") && path.count > name.count + 1 {
      return (String(path.dropLast(name.count + 1)), format)
    }
    let names = known.map { "FILE.\($0.extension)" }.joined(separator: ", ")
    throw UsageError("cannot tell a format from '\(path)'; expected one of \(names)")
  }
}

/// What a model can be written as.
enum ModelFormat { case onnx, safetensors }
