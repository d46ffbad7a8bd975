import Models
import Pipeline
import Settings

/// `lilt-export`: a trained model in formats that others run.
@main struct Main {
  struct Options {
    var output: String?
  }

  static func main() {
    let command = Command<Options>(
      "lilt-export", "Writes a trained model as ONNX or its weights as safetensors.", arguments: "MODEL.h5",
      [.text("-o", "--output", placeholder: "FILE", into: \.output, required: true, "FILE.onnx or FILE.safetensors")],
      notes: """
        MODEL.h5 is one fold's model, or an index of models, whose probabilities are then averaged as in lilt-predict.

          lilt-export build/demo/models/honest.h5 -o demo.onnx

        FILE.onnx takes rows of features.h5 as 'rows' and gives 'probabilities'; scaler and softmax are in it. FILE.json
        beside it says what the rows are: the settings of cleaning and features, the row's shape, the classes in order.
        Labels and the front end's hash are in the file's metadata too. FILE.safetensors holds weights and scaler alone.
        """)
    command.run(Options()) { options, paths, console in
      guard paths.count == 1 else { throw UsageError("expected 1 model, found \(paths.count)") }
      guard let output = options.output else { throw UsageError("--output FILE.onnx is missing") }
      let (stem, format) = try Format.parse(output)
      let export = Exported(try ModelFile.all(at: paths[0]), name: name(of: stem))
      for warning in export.warnings { console.warn(warning) }
      let bytes = try export.bytes(as: format)
      try write(bytes, to: output)
      try write(Array((export.sidecar(of: output, format).indented + "\n").utf8), to: stem + ".json")
      console.say(
        "\(output): \(export.models.count == 1 ? "1 model" : "\(export.models.count) models"), "
          + "\(bytes.count.grouped) bytes; what goes in is told in \(stem).json")
    }
  }

  private static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// What a model can be written as.
enum Format: String, CaseIterable {
  case onnx, safetensors

  /// A path without its extension, and the format that the extension names.
  static func parse(_ path: String) throws -> (stem: String, format: Format) {
    for format in allCases where path.hasSuffix(".\(format)") && path.count > "\(format)".count + 1 {
      return (String(path.dropLast("\(format)".count + 1)), format)
    }
    let known = allCases.map { "FILE.\($0)" }.joined(separator: " or ")
    throw UsageError("cannot tell a format from '\(path)'; expected \(known)")
  }
}
