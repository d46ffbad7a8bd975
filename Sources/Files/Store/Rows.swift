import Determinism

/// One row of a file: where it comes from and what it stands for.
public struct Row: Sendable, Equatable {
  /// Its name, unique in the file: the clip's id, and the variant where there are several.
  public var id: String
  /// The clip it comes from.
  public var parent: String
  /// What was done to the clip: `original`, or a transform's name.
  public var variant: String
  /// The clip's corpus.
  public var corpus: String
  /// Who speaks, unique over corpora.
  public var speaker: String
  /// `female`, `male`, or empty where the corpus does not say.
  public var sex: String
  /// The emotion by the common vocabulary.
  public var emotion: String
  /// What a model is to predict; empty where there is nothing to learn from the row.
  public var label: String
  /// What its content depends on, as a hash (`RowKey`).
  public var key: String
  /// SHA-256 of the clip's decoded sound, which tells copies under two names.
  public var sound: String
  /// How much of each label the row carries, where that is not all of `label`: canonical JSON, `{"happy":0.5,"sad":0.5}`.
  public var shares = ""

  /// A row by its columns.
  public init(
    id: String, parent: String, variant: String, corpus: String, speaker: String, sex: String, emotion: String,
    label: String, key: String, sound: String
  ) {
    self.id = id
    self.parent = parent
    self.variant = variant
    self.corpus = corpus
    self.speaker = speaker
    self.sex = sex
    self.emotion = emotion
    self.label = label
    self.key = key
    self.sound = sound
  }

  /// The columns by name, in the order in which people read them; every file's `/rows` holds exactly these, and `shares`
  /// where a row has some.
  static var columns: [(name: String, value: WritableKeyPath<Row, String>)] {
    [
      ("id", \.id), ("parent", \.parent), ("variant", \.variant), ("corpus", \.corpus), ("speaker", \.speaker),
      ("sex", \.sex), ("emotion", \.emotion), ("label", \.label), ("key", \.key), ("sound", \.sound),
    ]
  }
}

extension OutputFile {
  /// Writes the columns of `/rows`.
  public func write(_ rows: [Row]) throws {
    for (name, value) in Row.columns { try write("/rows/\(name)", texts: rows.map { $0[keyPath: value] }) }
    if rows.contains(where: { !$0.shares.isEmpty }) { try write("/rows/shares", texts: rows.map(\.shares)) }
  }
}

extension InputFile {
  /// Reads the columns of `/rows`.
  public func rows() throws -> [Row] {
    let empty = Row(
      id: "", parent: "", variant: "", corpus: "", speaker: "", sex: "", emotion: "", label: "", key: "", sound: "")
    var rows: [Row] = []
    let optional = contains("/rows/shares") ? [("shares", \Row.shares)] : []
    for (name, value) in Row.columns + optional {
      let column = try texts("/rows/\(name)")
      if rows.isEmpty { rows = Array(repeating: empty, count: column.count) }
      guard rows.count == column.count else {
        throw refusal("/rows/\(name)", "has \(column.count) rows where /rows/id has \(rows.count)")
      }
      for index in column.indices { rows[index][keyPath: value] = column[index] }
    }
    return rows
  }
}

/// Names a row by everything that its content depends on, so that an equal key means an equal row.
///
/// A key is the SHA-256 of the stage's revision, the settings that matter for rows, the key of the row it is made from,
/// and whatever else the stage adds.
public struct RowKey: Sendable {
  private let base: String

  /// Keys for one stage.
  /// - Parameters:
  ///   - revision: the state of what the stage computes.
  ///   - settings: the part of the settings that a row depends on, as canonical JSON.
  public init(_ revision: Revision, settings: String) {
    var hash = SHA256()
    hash.update(field: revision.description)
    hash.update(field: settings)
    base = hash.finish().description
  }

  /// The key of the row made from another: 64 hexadecimal digits.
  /// - Parameter extras: what else the row depends on, for example its variant.
  public func key(of input: String, _ extras: String...) -> String {
    var hash = SHA256()
    hash.update(field: base)
    hash.update(field: input)
    for extra in extras { hash.update(field: extra) }
    return hash.finish().description
  }
}
