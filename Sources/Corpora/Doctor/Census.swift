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
            Remark(.contradiction, clip.id, "labelled \(names[index]); the same sound as \(others.joined(separator: ", "))"))
        }
      }
    }
    return remarks
  }

  /// Clips of the corpus as released that are not there, a remark a speaker and channel.
  ///
  /// A channel of which there is nothing at all was not downloaded, and is missed only when the recipe asks for it alone.
  static func remarks(onMissing clips: [Clip], of corpus: any Corpus, taking choice: ChannelChoice) -> [Remark] {
    let present = Dictionary(grouping: clips.filter { $0.corpus == corpus.name }) { Presence($0.speaker, $0.channel) }
    let channels = Set(present.keys.map(\.channel)).union(choice.only.map { [$0] } ?? [])
    return corpus.roll.filter { channels.contains($0.channel) }.compactMap { expected in
      let there = present[Presence(expected.speaker, expected.channel)] ?? []
      guard there.count < expected.count else { return nil }
      let ids = Set(there.map(\.id))
      let absent = expected.ids.filter { !ids.contains($0) }.map { String($0.dropFirst(corpus.name.count + 1)) }
      let shown = absent.prefix(3).joined(separator: ", ") + (absent.count > 3 ? ", …" : "")
      let list = absent.isEmpty || there.isEmpty ? "" : ": \(shown) missing"
      return Remark(
        .missing, expected.speaker,
        "\(there.count) of \(expected.count) \(expected.channel.rawValue) clips are there\(list)")
    }
  }

  private struct Presence: Hashable {
    let speaker: String, channel: Channel
    init(_ speaker: String, _ channel: Channel) { (self.speaker, self.channel) = (speaker, channel) }
  }
}
