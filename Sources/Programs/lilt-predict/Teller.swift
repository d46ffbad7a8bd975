import Audio
import Commands
import Glibc
import Prediction
import System

/// Listens to sounds and says what was heard, in the form that was asked for.
final class Teller {
  private let recognition: Recognition
  private let options: Options
  private let console: Console
  private let isWatched = isatty(STDOUT_FILENO) == 1
  private var unusable = 0

  init(_ recognition: Recognition, _ options: Options, _ console: Console) {
    (self.recognition, self.options, self.console) = (recognition, options, console)
  }

  /// A line for each sound, in order.
  func tell(_ sounds: [Sound], from origins: [Origin]) throws {
    // Where answers appear on the screen, they are progress enough.
    let status = isWatched ? nil : StatusLine(on: console)
    let begin = Progress.now()
    try Hearing(recognition, jobs: options.jobs).judge(
      sounds, from: origins,
      progress: { done, total in
        status?.show(
          "\(done.grouped)/\(total.grouped) recordings  \((Double(done) / (Progress.now() - begin)).rounded(to: 0))/s")
      },
      say: { index, verdict in
        status?.clear()
        say(Answer(name: sounds[index].name, labels: recognition.labels, verdict: verdict), alone: sounds.count == 1)
      })
    status?.clear()
    try finish(of: sounds.count)
  }

  /// A timeline for each sound.
  func tellTimelines(of sounds: [Sound], from origins: [Origin]) throws {
    if options.svg != nil, sounds.count != 1 {
      throw UsageError("option '--svg' draws one recording, found \(sounds.count)")
    }
    var tracker = Tracker(
      recognition, length: try options.seconds("--window", options.window),
      hop: try options.seconds("--hop", options.hop))
    let opened = sounds.map(OpenedSound.init)
    var acquaintance = Acquaintance(for: recognition)
    let strangers = strangers(among: origins)
    for index in strangers {
      // What is wrong with a sound is said below.
      do {
        try tracker.meet(origins[index].speaker, in: opened[index], jobs: options.jobs, &acquaintance)
      } catch is AudioError {}
    }
    tracker = tracker.knowing(acquaintance)
    for (index, sound) in opened.enumerated() {
      do {
        if strangers.contains(index), let want = acquaintance.want(of: origins[index].speaker) {
          say(Answer(name: sound.name, labels: [], verdict: .unusable("cannot judge '\(sound.name)': \(want)")))
          continue
        }
        let track = try tracker.track(sound, of: origins[index], jobs: options.jobs)
        if let why = track.whyNothing {
          if options.json { print(track.json) }
          complain(why)
          continue
        }
        if let path = options.svg { try write(Array(track.svg.utf8), to: path) }
        if options.json {
          print(track.json)
        } else if options.svg == nil {
          printLines(isWatched ? track.drawn : track.plain)
        }
      } catch let error as AudioError {
        say(Answer(name: sound.name, labels: [], verdict: .unusable("\(error)")))
      }
    }
    try finish(of: sounds.count)
  }

  /// Sounds of speakers whom the models do not know and have to.
  private func strangers(among origins: [Origin]) -> [Int] {
    guard case .speaker(let known) = recognition.scale else { return [] }
    return origins.indices.filter { !known.contains(origins[$0].speaker) }
  }

  private func say(_ answer: Answer, alone: Bool = false) {
    if case .unusable(let why) = answer.verdict { complain(why) }
    if options.json {
      print(answer.json)
    } else if let text = isWatched ? (alone ? answer.chart : answer.drawn) : answer.plain {
      printLines(text)
    }
  }

  private func complain(_ why: String) {
    unusable += 1
    // What was said so far comes before it also where both go to the same place.
    fflush(nil)
    console.warn(why)
  }

  private func finish(of count: Int) throws {
    guard unusable == 0 else {
      throw DataError("\(unusable.grouped) of \(count.grouped) recordings could not be judged")
    }
  }
}
