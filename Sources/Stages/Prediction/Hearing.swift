import System

/// Judges many sounds on several threads, in their order. Where the models scale by speaker, it listens twice: first to
/// how each speaker sounds whom they do not know, then to what was said.
public struct Hearing {
  private let recognition: Recognition
  private let jobs: Int
  /// Bytes of rows that may wait for their judgement; beyond that, recordings are prepared a second time.
  var patience = 256 << 20

  /// A hearing by models.
  /// - Parameter jobs: threads. Each judges one recording at a time; a single one may have all of them for its networks.
  public init(_ recognition: Recognition, jobs: Int) { (self.recognition, self.jobs) = (recognition, jobs) }

  /// Judges sounds.
  /// - Parameters:
  ///   - origins: where each comes from.
  ///   - progress: told how many listenings of how many are done.
  ///   - say: told each verdict, in order.
  public func judge(
    _ sounds: [Sound], from origins: [Origin], progress: (Int, Int) -> Void = { _, _ in },
    say: (Int, Verdict) throws -> Void
  ) throws {
    let sounds = sounds.map(OpenedSound.init)
    var known = recognition, waiting: [Int: Prepared] = [:]
    var done = 0
    let strangers = strangers(among: origins)
    let total = strangers.listened.count + sounds.count
    if !strangers.listened.isEmpty {
      var acquaintance = Acquaintance(for: recognition), held = 0
      try overSounds(sounds, strangers.listened, known, { try $0.prepare($1) }) { index, prepared in
        if case .rows(let rows) = prepared {
          acquaintance.add(rows, of: origins[index].speaker)
          held += rows.values.count * MemoryLayout<Float>.size
        }
        if held <= patience { waiting[index] = prepared }
        done += 1
        progress(done, total)
      }
      known = recognition.knowing(acquaintance)
      for index in strangers.listened {
        guard let want = acquaintance.want(of: origins[index].speaker) else { continue }
        if case .unusable? = waiting[index] { continue }
        waiting[index] = .unusable("cannot judge '\(sounds[index].name)': \(want)")
      }
    }
    for (index, want) in strangers.refused {
      waiting[index] = .unusable("cannot judge '\(sounds[index].name)': \(want)")
    }
    try overSounds(
      sounds, Array(sounds.indices), known,
      { [waiting] listener, sound, index in
        try listener.judge(waiting[index] ?? listener.prepare(sound), name: sound.name, of: origins[index])
      }
    ) { index, verdict in
      try say(index, verdict)
      done += 1
      progress(done, total)
    }
  }

  /// Sounds of speakers whom the models do not know: those worth listening to, and those of speakers who have too few.
  private func strangers(among origins: [Origin]) -> (listened: [Int], refused: [(index: Int, want: String)]) {
    guard case .speaker(let known) = recognition.scale else { return ([], []) }
    let strange = origins.indices.filter { !known.contains(origins[$0].speaker) }
    let counts = Dictionary(grouping: strange) { origins[$0].speaker }.mapValues(\.count)
    var listened: [Int] = [], refused: [(index: Int, want: String)] = []
    for index in strange {
      let speaker = origins[index].speaker, count = counts[speaker] ?? 0
      if count < Acquaintance.least {
        refused.append((index, Acquaintance.want(of: speaker, having: count)))
      } else {
        listened.append(index)
      }
    }
    return (listened, refused)
  }

  private func overSounds<Result: Sendable>(
    _ sounds: [OpenedSound], _ chosen: [Int], _ recognition: Recognition,
    _ compute: @Sendable @escaping (Listener, OpenedSound, Int) throws -> Result,
    _ consume: (Int, Result) throws -> Void
  ) throws {
    let threads = sounds.count == 1 ? jobs : 1
    try parallelMap(
      count: chosen.count, jobs: jobs, worker: { try Listener(recognition, threads: threads) },
      produce: { (index: chosen[$0], sound: sounds[chosen[$0]]) },
      compute: { try compute($0, $1.sound, $1.index) },
      consume: { try consume(chosen[$0], $1) })
  }

  private func overSounds<Result: Sendable>(
    _ sounds: [OpenedSound], _ chosen: [Int], _ recognition: Recognition,
    _ compute: @Sendable @escaping (Listener, OpenedSound) throws -> Result, _ consume: (Int, Result) throws -> Void
  ) throws {
    try overSounds(sounds, chosen, recognition, { listener, sound, _ in try compute(listener, sound) }, consume)
  }
}

extension Listener {
  /// Makes rows of a sound.
  func prepare(_ sound: OpenedSound) throws -> Prepared {
    switch sound.content {
    case .file(let path): try prepare(path: path)
    case .recording(let recording): try prepare(recording, name: sound.name)
    case .nothing(let why): .unusable("\(why)")
    }
  }
}
