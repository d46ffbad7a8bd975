import Classifiers
import Models
import Networks
import Store
import System

/// By what a file that knows neither speakers nor corpora scales its rows.
enum Scale {
  /// By what all training rows have in common.
  case trainingRows
  /// By a corpus of training.
  case corpus(String)
  /// By a speaker: one of training, or one whose rows a features file has.
  case speaker(String, features: String?)
  /// Not at all: who uses the file scales its rows first.
  case none

  /// What models and options together ask for.
  init(_ options: Main.Options, for models: [ModelFile], at path: String) throws {
    let scalers = models.map(\.model.scaler)
    if options.features != nil, options.speaker == nil { throw UsageError("--features needs --speaker NAME") }
    guard [options.scaled, options.speaker != nil, options.corpus != nil].count(where: { $0 }) < 2 else {
      throw UsageError("options '--scaled', '--speaker' and '--corpus' exclude each other")
    }
    if options.scaled {
      self = .none
    } else if let speaker = options.speaker {
      guard scalers.contains(where: \.isTransductive) else {
        throw UsageError("option '--speaker' is for models whose scale goes by speaker, and that of '\(path)' does not")
      }
      self = .speaker(speaker, features: options.features)
    } else if scalers.contains(where: \.isTransductive) {
      throw DataError(
        cannot: "export", path,
        "it scales every speaker's rows by that speaker's own, which no file of one scale can; export it for one speaker "
          + "with --speaker NAME, or with --scaled for rows that were scaled before")
    } else if let corpus = options.corpus {
      guard scalers.contains(where: { $0.choice.scaler.grouping == .corpus }) else {
        throw UsageError("option '--corpus' is for models whose scale goes by corpus, and that of '\(path)' does not")
      }
      self = .corpus(corpus)
    } else {
      self = .trainingRows
    }
  }

  /// Its name on the page of JSON and in the file's metadata.
  var name: String {
    switch self {
    case .trainingRows: "training rows"
    case .corpus(let name): "corpus \(name)"
    case .speaker(let name, _): "speaker \(name)"
    case .none: "none"
    }
  }

  /// What the rows are that the file takes.
  var meaning: String {
    switch self {
    case .trainingRows: "rows as features.h5 holds them; the file scales them as all training rows together"
    case .corpus(let name): "rows of '\(name)' as features.h5 holds them; the file scales them as training did"
    case .speaker(let name, _):
      "rows of the speaker '\(name)' as features.h5 holds them; the file scales them as that speaker's"
    case .none:
      "rows that were scaled before, as the models' scaler says: (x - offset) * factor, with statistics of the same "
        + "speaker's or corpus's rows where it goes by those; the file scales nothing"
    }
  }

  /// A model with this one scale in place of its own.
  func applied(to file: ModelFile) throws -> ModelFile {
    var file = file
    let scaler = file.model.scaler
    switch self {
    case .trainingRows: file.model.scaler.groups = scaler.groups.filter { $0.key.isEmpty }
    case .none: file.model.scaler.groups = [:]
    case .corpus(let name):
      file.model.scaler.groups = ["": try group(name, of: scaler, kind: "corpus")]
    case .speaker(let name, nil):
      file.model.scaler.groups = ["": try group(name, of: scaler, kind: "speaker")]
    case .speaker(let name, let features?):
      file.model.scaler.groups = ["": try group(of: name, in: features, for: file)]
    }
    return file
  }

  private func group(_ name: String, of scaler: FittedScaler, kind: String) throws -> FittedScaler.Group {
    if !name.isEmpty, let group = scaler.groups[name] { return group }
    let known = scaler.groups.keys.filter { !$0.isEmpty }.sorted().map { "'\($0)'" }.joined(separator: ", ")
    throw DataError(cannot: "take the scale of \(kind)", name, "the model knows \(known)")
  }

  /// The scale of a speaker's rows in a features file that was made as the model's was.
  private func group(of speaker: String, in path: String, for file: ModelFile) throws -> FittedScaler.Group {
    let table = try FeatureTable(path)
    guard table.frontend == file.frontend, table.shape == file.model.inputShape else {
      throw DataError(cannot: "use", path, "its features are not made as those that the model was trained on")
    }
    let rows = table.rows.indices.filter { table.rows[$0].speaker == speaker && table.labels[$0] >= 0 }
    let clips = Set(rows.map { table.rows[$0].parent }).count
    guard clips >= leastRecordings else {
      throw DataError(
        cannot: "take the scale of speaker", speaker,
        "'\(path)' has \(clips) of their recordings; expected \(leastRecordings) or more")
    }
    var scaler = file.model.scaler
    scaler.groups = [:]
    let data = try table.dataset(of: rows)
    try scaler.adapt(to: Array(rows.indices), of: data)
    guard let group = scaler.groups[speaker] else {
      throw DataError(cannot: "take the scale of speaker", speaker, "the model does not scale")
    }
    return group
  }
}
