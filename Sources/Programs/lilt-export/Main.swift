import Classifiers
import Commands
import Models
import Networks
import Settings
import Store
import System

/// `lilt-export`: a trained model, or a tensor, in formats that others read.
@main struct Main {
  struct Options {
    var output: String?
    var scaled = false
    var speaker: String?
    var corpus: String?
    var features: String?
  }

  static func main() {
    let command = Command<Options>(
      "lilt-export", "Writes a trained model as ONNX or its weights as safetensors, features as CSV.",
      arguments: "MODEL.h5|FEATURES.h5",
      [
        .text(
          "-o", "--output", placeholder: "FILE", into: \.output, required: true,
          "FILE.onnx or FILE.safetensors of a model, FILE.csv of features"),
        .text("--speaker", placeholder: "NAME", into: \.speaker, "scale as this speaker of training, or of --features"),
        .text("--features", placeholder: "FILE.h5", into: \.features, "where the rows of a new speaker are"),
        .text("--corpus", placeholder: "NAME", into: \.corpus, "scale as this corpus of training"),
        .flag("--scaled", into: \.scaled, "leave the scaler out: rows are scaled before"),
      ],
      notes: """
        MODEL.h5 is one fold's model, or an index of models, whose probabilities are then averaged as in lilt-predict.

          lilt-export build/demo/models/honest.h5 -o demo.onnx
          lilt-export build/demo/features.h5 -o demo.csv

        FILE.onnx takes rows of features.h5 as 'rows' and gives 'probabilities'; scaler and softmax are in it. FILE.json
        beside it says what the rows are: the settings of cleaning and features, the row's shape, the classes in order.
        Labels and the front end's hash are in the file's metadata too. FILE.safetensors holds weights and scaler alone.
        FILE.csv has a line a row: its names, its label, and all of its numbers.

        A file has one scale. A model that scales every speaker's rows by that speaker's own is exported for one speaker,
        or with --scaled, for rows that somebody else scales; FILE.json says which. One that scales by corpus takes the
        scale of all training rows, unless --corpus names one.
        """)
    command.run(Options()) { options, paths, console in
      guard paths.count == 1 else { throw UsageError("expected 1 file, found \(paths.count)") }
      guard let output = options.output else { throw UsageError("--output FILE.onnx is missing") }
      let (stem, format) = try Format.parse(output)
      try protect(paths, from: output)
      if case .model = format { try protect(paths, from: stem + ".json") }
      switch format {
      case .model(let format): try writeModels(of: paths[0], to: output, stem: stem, format, options, console)
      case .table:
        guard !options.scaled, options.speaker == nil, options.corpus == nil, options.features == nil else {
          throw UsageError("options '--scaled', '--speaker', '--corpus' and '--features' are for models")
        }
        try writeTable(of: paths[0], to: output, console)
      }
    }
  }

  private static func writeModels(
    of path: String, to output: String, stem: String, _ format: ModelFormat, _ options: Options, _ console: Console
  ) throws {
    let models = try ModelFile.all(at: path), scale = try Scale(options, for: models, at: path)
    if case .trainingRows = scale, models.contains(where: { $0.model.scaler.groups.keys.contains { !$0.isEmpty } }) {
      console.warn(
        "'\(path)' has a scale for each corpus; the export scales every row as all training rows together, and --corpus "
          + "takes the scale of one")
    }
    let export = try Exported(models, name: name(of: stem), scale: scale)
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
    progress.finish()
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
