import Corpora
import Store
import System

/// Writes `catalog.h5`: every clip, every finding, and what is known of every file.
struct CatalogFile {
  private let catalog: Catalog
  private let corpora: [ExaminedCorpus]
  private let output: OutputFile

  init(
    _ catalog: Catalog, _ corpora: [ExaminedCorpus], labelFile: String?, path: String, settings: String
  ) throws {
    (self.catalog, self.corpora) = (catalog, corpora)
    let labels = try labelFile.map { [try Input(file: $0)] } ?? []
    output = try OutputFile(
      path, schema: .catalog, tool: Tool(Examiner.revision), settings: settings,
      inputs: corpora.map { Input(name: $0.survey.corpus.name, sha256: $0.sha256) } + labels)
  }

  func write() throws {
    try writeClips()
    try writeShares()
    try writeFindings()
    try writeFiles()
    try output.commit(keepingEqual: true)
  }

  private func writeClips() throws {
    func texts(_ name: String, _ value: (Clip) -> String) throws {
      try output.write("/clips/\(name)", texts: catalog.clips.map(value))
    }
    func numbers(_ name: String, _ value: (Clip) -> Int) throws {
      try output.write("/clips/\(name)", catalog.clips.map { Int64(value($0)) })
    }
    try texts("id", \.id)
    try texts("corpus", \.corpus)
    try texts("speaker", \.speaker)
    try texts("sex") { $0.sex == .unknown ? "" : $0.sex.rawValue }
    try numbers("age") { $0.age ?? -1 }
    try texts("emotion", \.emotion.rawValue)
    try texts("intensity", \.intensity.rawValue)
    try texts("statement", \.statement)
    try texts("channel", \.channel.rawValue)
    try numbers("repetition", \.repetition)
    try texts("path") { "\($0.corpus)/\($0.path)" }
    try numbers("rate") { $0.sound?.rate ?? 0 }
    try numbers("channels") { $0.sound?.channels ?? 0 }
    try numbers("frames") { $0.sound?.frames ?? 0 }
    try texts("sha256") { $0.sound?.sha256 ?? "" }
    try texts("finding") { $0.findings.map(\.rule.rawValue).joined(separator: ",") }
    try texts("heard") { $0.votes?.heard.map(\.rawValue).joined(separator: ",") ?? "" }
    try texts("label", \.label)
    try texts("unused", \.unused)
    try numbers("mending") { Int($0.mending.rawValue) }
    let hashes = Dictionary(
      corpora.flatMap { corpus in
        corpus.files.map { ("\(corpus.survey.corpus.name)/\($0.examination.path.text)", $0.sha256) }
      }, uniquingKeysWith: { first, _ in first })
    // A clip is made from a file: its key is the hash of the file's bytes.
    try texts("key") { hashes["\($0.corpus)/\($0.path)"] ?? "" }
  }

  private func writeShares() throws {
    let names = catalog.labels
    try output.write("/labels/names", texts: names)
    let shares = catalog.clips.flatMap { clip in
      names.map { name in Float(clip.shares.first { $0.label == name }?.weight ?? 0) }
    }
    try output.write("/labels/share", shares, shape: [catalog.clips.count, names.count])
  }

  private func writeFindings() throws {
    let findings = catalog.findings
    try output.write("/findings/rule", texts: findings.map(\.rule.rawValue))
    try output.write("/findings/subject", texts: findings.map(\.subject))
    try output.write("/findings/detail", texts: findings.map(\.detail))
    try output.write("/findings/action", texts: findings.map(\.action.rawValue))
  }

  private func writeFiles() throws {
    let files = corpora.flatMap { corpus in corpus.files.map { (corpus.survey.corpus.name, $0) } }
    try output.write("/files/path", texts: files.map { "\($0)/\($1.examination.path.text)" })
    try output.write("/files/key", texts: files.map(\.1.key))
    try output.write("/files/record", texts: files.map(\.1.record))
  }
}
