import Audio
import Corpora
import Settings
import Store
import System

/// A clip of the catalog that a recipe uses, as far as cleaning is concerned.
struct Source: Sendable {
  /// The row that its waveform becomes; the key is still that of the source file.
  let row: Row
  /// Where the sound lies.
  let path: String
  /// The sound's sampling rate, as the catalog has it.
  let rate: Int
  /// What the doctor's fixes do to the samples first.
  let mending: Mending
}

/// The clips of a catalog that have a label.
struct Sources {
  let clips: [Source]

  /// The rate that most clips have, the lower of two that as many have; what a file of native rates is at.
  var commonRate: Int? {
    let counts = Dictionary(grouping: clips, by: \.rate).mapValues(\.count)
    return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
  }

  init(catalog path: String, data: String) throws {
    let file = try InputFile.open(path, expecting: .catalog)
    func texts(_ name: String) throws -> [String] { try file.texts("/clips/\(name)") }
    let label = try texts("label"), id = try texts("id"), corpus = try texts("corpus"), key = try texts("key")
    let speaker = try texts("speaker"), sex = try texts("sex"), emotion = try texts("emotion")
    let sound = try texts("sha256"), place = try texts("path")
    let rate = try file.array("/clips/rate", of: Int64.self)
    let mending = try file.array("/clips/mending", of: Int64.self)
    let shares = try Self.shares(in: file, of: label)
    clips = label.indices.filter { !label[$0].isEmpty }.map { index in
      var row = Row(
        id: id[index], parent: id[index], variant: "original", corpus: corpus[index], speaker: speaker[index],
        sex: sex[index], emotion: emotion[index], label: label[index], key: key[index], sound: sound[index])
      row.shares = shares[index]
      return Source(
        row: row, path: "\(data)/\(place[index])", rate: Int(rate[index]),
        mending: Mending(rawValue: UInt8(truncatingIfNeeded: mending[index])))
    }
  }

  /// What each clip carries of every label, as rows have it: nothing where it is all of the clip's label.
  private static func shares(in file: InputFile, of labels: [String]) throws -> [String] {
    let names = try file.texts("/labels/names")
    let weights: [Float] = try file.array("/labels/share")
    guard weights.count == labels.count * names.count else {
      throw DataError(
        cannot: "clean clips of", file.path, "/labels/share has \(weights.count) shares; expected one a clip and label")
    }
    return labels.indices.map { clip in
      let own = names.indices.map { weights[clip * names.count + $0] }
      guard own.count(where: { $0 > 0 }) > 1 else { return "" }
      let pairs = zip(names, own).filter { $1 > 0 }.map { ($0, JSON.number(Double("\($1)") ?? Double($1))) }
      return JSON.object(Dictionary(uniqueKeysWithValues: pairs)).canonical
    }
  }
}
