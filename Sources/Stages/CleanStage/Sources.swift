import Audio
import Corpora
import Records
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

  init(catalog: CatalogFile, data: String) throws {
    let label = try catalog.texts(.label), id = try catalog.texts(.id), corpus = try catalog.texts(.corpus)
    let speaker = try catalog.texts(.speaker), sex = try catalog.texts(.sex), emotion = try catalog.texts(.emotion)
    let sound = try catalog.texts(.sha256), place = try catalog.texts(.path), key = try catalog.texts(.key)
    let rate = try catalog.numbers(.rate), mending = try catalog.numbers(.mending)
    let (labels, shares) = try catalog.shares()
    clips = label.indices.filter { !label[$0].isEmpty }.map { index in
      var row = Row(
        id: id[index], parent: id[index], variant: "original", corpus: corpus[index], speaker: speaker[index],
        sex: sex[index], emotion: emotion[index], label: label[index], key: key[index], sound: sound[index])
      row.shares = Self.text(of: shares[index], of: labels)
      return Source(
        row: row, path: "\(data)/\(place[index])", rate: rate[index],
        mending: Mending(rawValue: UInt8(truncatingIfNeeded: mending[index])))
    }
  }

  /// What a clip carries of every label, as rows have it: nothing where it is all of the clip's label.
  private static func text(of shares: ArraySlice<Float>, of labels: [String]) -> String {
    let pairs = zip(labels, shares).filter { $1 > 0 }.map { ($0, JSON.number(Double("\($1)") ?? Double($1))) }
    return pairs.count > 1 ? JSON.object(Dictionary(uniqueKeysWithValues: pairs)).canonical : ""
  }
}
