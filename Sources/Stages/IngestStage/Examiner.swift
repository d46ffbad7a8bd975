import Audio
import Commands
import Corpora
import Determinism
import FoundationEssentials
import Pipeline
import Records
import Store
import System

/// Examines the files of corpora, those alone that no earlier catalog knows.
final class Examiner {
  /// Files decoded in this run.
  private(set) var examined = 0
  /// Files whose examination an earlier catalog had.
  private(set) var known = 0

  private let data: String
  private let jobs: Int
  private let console: Console
  private let keys: RowKey
  private let memory: [String: String]

  init(data: String, output: String, jobs: Int, console: Console) throws {
    (self.data, self.jobs, self.console) = (data, jobs, console)
    // What a file holds depends on nothing that a recipe says, hence no settings.
    keys = RowKey(Ingest.keyed, settings: "")
    memory = EarlierOutputs.open(beside: output, schema: .catalog).reduce(into: [:]) { memory, file in
      memory.merge(CatalogFile(file).records()) { _, last in last }
    }
  }

  /// A corpus as it lies in its folder.
  func survey(_ corpus: any Corpus) throws -> ExaminedCorpus {
    let folder = "\(data)/\(corpus.name)"
    let listing: Listing
    do {
      listing = try Listing(of: folder)
    } catch {
      throw DataError(cannot: "read corpus", corpus.name, "\(error); data/README.md says where to get it")
    }
    var files: [ExaminedFile] = []
    var progress = Progress(listing.sounds.count, "files", on: console)
    try parallelMap(
      count: listing.sounds.count, jobs: jobs, worker: {},
      produce: { listing.sounds[$0] },
      compute: { [keys, memory] _, path in ExaminedFile(path, in: folder, keys: keys, memory: memory) },
      consume: { _, file in
        files.append(file)
        if file.isKnown { known += 1 } else { examined += 1 }
        progress.advance()
      })
    var tables: [String: [UInt8]] = [:]
    let places = Survey.tablePaths(of: corpus, in: folder)
    for (name, path) in places { tables[name] = try contents(of: path) }
    let survey = Survey(corpus, listing: listing, examinations: files.map(\.examination), tableFiles: tables)
    return ExaminedCorpus(
      survey: survey, files: files, tables: tables,
      paths: files.map { "\(folder)/\($0.examination.path.text)" } + places.values)
  }
}

/// A corpus with what its files hold.
struct ExaminedCorpus {
  let survey: Survey
  let files: [ExaminedFile]
  let tables: [String: [UInt8]]
  /// Where all that was read lies.
  let paths: [String]

  /// The files as the catalog remembers them.
  var catalogedFiles: [CatalogedFile] {
    files.map { file in
      CatalogedFile(
        path: "\(survey.corpus.name)/\(file.examination.path.text)", key: file.key, record: file.record,
        sha256: file.sha256)
    }
  }

  /// SHA-256 over the names and hashes of all files that the catalog depends on.
  var sha256: String {
    var hash = SHA256()
    for file in files {
      hash.update(field: file.examination.path.text)
      hash.update(field: file.sha256)
    }
    for (name, bytes) in tables.sorted(by: { $0.key < $1.key }) {
      hash.update(field: name)
      bytes.withUnsafeBytes { hash.update($0) }
    }
    return hash.finish().description
  }
}

/// One file: the hash of its bytes and what decoding found in them.
struct ExaminedFile: Sendable {
  /// SHA-256 of the file's bytes; empty when they cannot be read.
  let sha256: String
  /// What an examination depends on: how files are examined, the file's bytes and its name, which errors mention.
  let key: String
  /// The examination.
  let examination: Examination
  /// Whether an earlier catalog had it.
  let isKnown: Bool

  init(_ path: SoundPath, in folder: String, keys: RowKey, memory: [String: String]) {
    sha256 = (try? Digest(ofFile: "\(folder)/\(path.text)").description) ?? ""
    key = keys.key(of: sha256, path.text)
    let known = sha256.isEmpty ? nil : memory[key].flatMap(Record.init(text:))
    isKnown = known != nil
    examination = known.map { Examination(path: path, result: $0.result) } ?? Examination(of: path, in: folder)
  }

  /// The examination as the catalog keeps it.
  var record: String { Record(examination.result).text }
}

/// An examination's result as one line of JSON.
private struct Record: Codable {
  var sound: SoundFacts?
  var rule: Rule?
  var detail: String?

  init(_ result: Result<SoundFacts, NoSound>) {
    switch result {
    case .success(let facts): sound = facts
    case .failure(let failure): (rule, detail) = (failure.rule, failure.detail)
    }
  }

  init?(text: String) {
    guard let record = try? JSONDecoder().decode(Record.self, from: Data(text.utf8)),
      record.sound != nil || (record.rule != nil && record.detail != nil)
    else { return nil }
    self = record
  }

  var result: Result<SoundFacts, NoSound> {
    sound.map { .success($0) } ?? .failure(NoSound(rule: rule ?? .unreadable, detail: detail ?? ""))
  }

  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Facts are finite numbers and texts, which always encode.
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
