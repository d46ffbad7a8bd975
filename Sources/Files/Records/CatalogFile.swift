import Corpora
import Store

/// Columns of a catalog's clips, by the names that the file has for them.
public enum ClipColumn: String, CaseIterable, Sendable {
  case id, corpus, speaker, sex, emotion, intensity, statement, channel, path, sha256, finding, heard, label, unused,
    key
  case age, repetition, rate, channels, frames, mending

  var path: String { "/clips/\(rawValue)" }
}

/// A file of a corpus as a catalog remembers it.
public struct CatalogedFile: Sendable {
  /// Its path from the folder of the corpora: `ravdess/Actor_01/….wav`.
  public let path: String
  /// What its examination depends on.
  public let key: String
  /// What the examination found, as a line of JSON.
  public let record: String
  /// SHA-256 of its bytes; empty when they cannot be read.
  public let sha256: String

  /// A file and what is remembered of it.
  public init(path: String, key: String, record: String, sha256: String) {
    (self.path, self.key, self.record, self.sha256) = (path, key, record, sha256)
  }
}

extension OutputFile {
  /// Writes a catalog: every clip, every finding, and what is known of every file.
  public func write(_ catalog: Catalog, files: [CatalogedFile]) throws {
    try writeClips(of: catalog, files)
    try writeShares(of: catalog)
    let findings = catalog.findings
    try write("/findings/rule", texts: findings.map(\.rule.rawValue))
    try write("/findings/subject", texts: findings.map(\.subject))
    try write("/findings/detail", texts: findings.map(\.detail))
    try write("/findings/action", texts: findings.map(\.action.rawValue))
    try write("/files/path", texts: files.map(\.path))
    try write("/files/key", texts: files.map(\.key))
    try write("/files/record", texts: files.map(\.record))
  }

  private func writeClips(of catalog: Catalog, _ files: [CatalogedFile]) throws {
    func texts(_ column: ClipColumn, _ value: (Clip) -> String) throws {
      try write(column.path, texts: catalog.clips.map(value))
    }
    func numbers(_ column: ClipColumn, _ value: (Clip) -> Int) throws {
      try write(column.path, catalog.clips.map { Int64(value($0)) })
    }
    try texts(.id, \.id)
    try texts(.corpus, \.corpus)
    try texts(.speaker, \.speaker)
    try texts(.sex) { $0.sex == .unknown ? "" : $0.sex.rawValue }
    try numbers(.age) { $0.age ?? -1 }
    try texts(.emotion, \.emotion.rawValue)
    try texts(.intensity, \.intensity.rawValue)
    try texts(.statement, \.statement)
    try texts(.channel, \.channel.rawValue)
    try numbers(.repetition, \.repetition)
    try texts(.path) { "\($0.corpus)/\($0.path)" }
    try numbers(.rate) { $0.sound?.rate ?? 0 }
    try numbers(.channels) { $0.sound?.channels ?? 0 }
    try numbers(.frames) { $0.sound?.frames ?? 0 }
    try texts(.sha256) { $0.sound?.sha256 ?? "" }
    try texts(.finding) { $0.findings.map(\.rule.rawValue).joined(separator: ",") }
    try texts(.heard) { $0.votes?.heard.map(\.rawValue).joined(separator: ",") ?? "" }
    try texts(.label, \.label)
    try texts(.unused, \.unused)
    try numbers(.mending) { Int($0.mending.rawValue) }
    // A clip is made from a file: its key is the hash of the file's bytes.
    let hashes = Dictionary(files.map { ($0.path, $0.sha256) }, uniquingKeysWith: { first, _ in first })
    try texts(.key) { hashes["\($0.corpus)/\($0.path)"] ?? "" }
  }

  private func writeShares(of catalog: Catalog) throws {
    let names = catalog.labels
    try write("/labels/names", texts: names)
    let shares = catalog.clips.flatMap { clip in
      names.map { name in Float(clip.shares.first { $0.label == name }?.weight ?? 0) }
    }
    try write("/labels/share", shares, shape: [catalog.clips.count, names.count])
  }
}

/// A catalog as later stages read it, column by column.
public struct CatalogFile {
  private let file: InputFile

  /// Takes a file that was opened as a catalog.
  public init(_ file: InputFile) { self.file = file }

  /// A column of texts, one a clip.
  public func texts(_ column: ClipColumn) throws -> [String] { try file.texts(column.path) }

  /// A column of whole numbers, one a clip.
  public func numbers(_ column: ClipColumn) throws -> [Int] {
    try file.array(column.path, of: Int64.self).map(Int.init)
  }

  /// What is said in each clip, by its id and by its corpus's own code.
  public func statements() throws -> [String: String] {
    Dictionary(zip(try texts(.id), try texts(.statement))) { first, _ in first }
  }

  /// How much each clip carries of every label: `shares[clip][label]`, and the labels' names.
  public func shares() throws -> (names: [String], shares: [ArraySlice<Float>]) {
    let names = try file.texts("/labels/names"), weights: [Float] = try file.array("/labels/share")
    let clips = try texts(.id).count
    guard weights.count == clips * names.count else {
      throw RecordError(
        cannot: "use", file.path, "/labels/share has \(weights.count) shares; expected one a clip and label")
    }
    return (names, (0..<clips).map { weights[$0 * names.count..<($0 + 1) * names.count] })
  }

  /// One thing that the doctor found.
  public struct Finding: Sendable {
    /// The rule's name.
    public let rule: String
    /// The clip or file.
    public let subject: String
    /// What exactly.
    public let detail: String
    /// What was done: `keep`, `drop` or `fix`.
    public let action: String
  }

  /// What the doctor found.
  public func findings() throws -> [Finding] {
    let rules = try file.texts("/findings/rule"), subjects = try file.texts("/findings/subject")
    let details = try file.texts("/findings/detail"), actions = try file.texts("/findings/action")
    return rules.indices.map {
      Finding(rule: rules[$0], subject: subjects[$0], detail: details[$0], action: actions[$0])
    }
  }

  /// The examinations that the catalog remembers, by key; nothing where it remembers none.
  public func records() -> [String: String] {
    guard let keys = try? file.texts("/files/key"), let records = try? file.texts("/files/record") else { return [:] }
    return Dictionary(zip(keys, records)) { _, last in last }
  }
}
