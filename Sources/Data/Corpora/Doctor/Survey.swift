import Glibc
import Tables

/// Everything found in one corpus's folder: what a catalog is made of.
public struct Survey: Sendable {
  /// The corpus.
  public let corpus: any Corpus
  /// Its files.
  public let listing: Listing
  /// What each of the listing's sounds holds, in any order.
  public let examinations: [Examination]
  /// The corpus's tables as far as they are there.
  public let tables: [String: Table]
  /// What is wrong with tables that are there.
  let complaints: [Remark]

  /// Puts together what was found.
  public init(
    _ corpus: any Corpus, listing: Listing, examinations: [Examination], tableFiles: [String: [UInt8]]
  ) {
    (self.corpus, self.listing, self.examinations) = (corpus, listing, examinations)
    var tables: [String: Table] = [:], complaints: [Remark] = []
    for (name, bytes) in tableFiles.sorted(by: { $0.key < $1.key }) {
      do {
        tables[name] = try Table(parsing: bytes, name: name)
      } catch {
        complaints.append(Remark(.noDemographics, corpus.name, error.description))
      }
    }
    (self.tables, self.complaints) = (tables, complaints)
  }

  /// Where a corpus's tables lie, by file name: in its folder, in `meta` or `metadata` below it, or beside it.
  public static func tablePaths(of corpus: any Corpus, in folder: String) -> [String: String] {
    var found: [String: String] = [:]
    for table in corpus.tables {
      let places = [
        "\(folder)/\(table)", "\(folder)/meta/\(table)", "\(folder)/metadata/\(table)", "\(folder)/../\(table)",
      ]
      found[table] = places.first { access($0, R_OK) == 0 }
    }
    return found
  }
}

/// What only all clips together can tell.
enum Census {
  /// One sound under several ids: duplicates where the labels agree, a contradiction where they do not.
  ///
  /// Clips are compared by the recipe's labels, so that a contradiction that its map removes is none. Silence is the same
  /// everywhere and proves nothing.
  /// - Parameter name: what the recipe would call a clip that it does not use.
  static func remarks(onTwinsAmong clips: [Clip], calling name: (Clip) -> String) -> [Remark] {
    let sounding = clips.filter { ($0.sound?.peak ?? 0) > 0 }
    let groups = Dictionary(grouping: sounding) { $0.sound?.sha256 ?? "" }.values.filter { $0.count > 1 }
    var remarks: [Remark] = []
    for group in groups {
      let clips = group.sorted { ($0.isUsed ? 0 : 1, $0.id) < ($1.isUsed ? 0 : 1, $1.id) }
      let names = clips.map { $0.isUsed ? $0.label : name($0) }
      if Set(names).count == 1 {
        for clip in clips.dropFirst() {
          remarks.append(Remark(.duplicate, clip.id, "the same sound as \(clips[0].id), under the same label"))
        }
      } else {
        for (index, clip) in clips.enumerated() {
          let others = clips.indices.filter { $0 != index }.map { "\(clips[$0].id) (\(names[$0]))" }
          remarks.append(
            Remark(
              .contradiction, clip.id, "labelled \(names[index]); the same sound as \(others.joined(separator: ", "))"))
        }
      }
    }
    return remarks
  }

  /// Clips of the corpus as released that are not there: a remark for each speaker who lacks some, one for all who lack all.
  ///
  /// A channel of which there is nothing at all was not downloaded, and is missed only when the recipe asks for it alone.
  static func remarks(onMissing clips: [Clip], of corpus: any Corpus, taking choice: ChannelChoice) -> [Remark] {
    let present = Dictionary(grouping: clips.filter { $0.corpus == corpus.name }) { Presence($0.speaker, $0.channel) }
    let channels = Set(present.keys.map(\.channel)).union(choice.only.map { [$0] } ?? [])
    let prefix = corpus.name.count + 1
    var remarks: [Remark] = []
    for channel in Channel.allCases where channels.contains(channel) {
      var absent: [Attendance] = []
      for expected in corpus.roll where expected.channel == channel {
        let there = present[Presence(expected.speaker, channel)] ?? []
        if there.isEmpty {
          absent.append(expected)
        } else if there.count < expected.count {
          let ids = Set(there.map(\.id))
          let names = abridged(expected.ids.filter { !ids.contains($0) }.map { String($0.dropFirst(prefix)) })
          remarks.append(
            Remark(
              .missing, expected.speaker,
              "\(there.count) of \(expected.count) \(channel.rawValue) clips are there"
                + (names.isEmpty ? "" : "; missing: \(names)")))
        }
      }
      guard !absent.isEmpty else { continue }
      let count = absent.reduce(0) { $0 + $1.count }
      let names = abridged(absent.map { String($0.speaker.dropFirst(prefix)) })
      remarks.append(
        Remark(.missing, corpus.name, "no \(channel.rawValue) by \(absent.count) speakers (\(count) clips): \(names)"))
    }
    return remarks
  }

  private struct Presence: Hashable {
    let speaker: String, channel: Channel
    init(_ speaker: String, _ channel: Channel) { (self.speaker, self.channel) = (speaker, channel) }
  }
}

/// The first few names of a list, and that there are more.
func abridged(_ names: [String]) -> String {
  names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
}
