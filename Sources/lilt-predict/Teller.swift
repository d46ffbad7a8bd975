import Audio
import Glibc
import Pipeline
import Prediction

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
  func tell(_ sounds: [Sound]) throws {
    let recognition = recognition
    // Several recordings are judged one a thread; a single one may have all threads for its networks.
    let threads = sounds.count == 1 ? options.jobs : 1
    // Where answers appear on the screen, they are progress enough.
    let status = isWatched ? nil : StatusLine(on: console)
    let begin = Progress.now()
    try parallelMap(
      count: sounds.count, jobs: options.jobs, worker: { try Listener(recognition, threads: threads) },
      produce: { sounds[$0] },
      compute: { listener, sound in
        switch sound {
        case .file(let path): return try listener.hear(path: path)
        case .standardInput:
          do {
            return try listener.hear(AudioFile.read(descriptor: STDIN_FILENO), name: sound.name)
          } catch let error as AudioError {
            return .unusable("\(error)")
          }
        }
      },
      consume: { index, verdict in
        status?.clear()
        say(Answer(name: sounds[index].name, labels: recognition.labels, verdict: verdict), alone: sounds.count == 1)
        status?.show(
          "\((index + 1).grouped)/\(sounds.count.grouped) recordings  "
            + "\((Double(index + 1) / (Progress.now() - begin)).rounded(to: 0))/s")
      })
    status?.clear()
    try finish(of: sounds.count)
  }

  /// A timeline for each sound.
  func tellTimelines(of sounds: [Sound]) throws {
    if options.svg != nil, sounds.count != 1 {
      throw UsageError("option '--svg' draws one recording, found \(sounds.count)")
    }
    let tracker = Tracker(
      recognition, length: try options.seconds("--window", options.window),
      hop: try options.seconds("--hop", options.hop))
    for sound in sounds {
      do {
        let track = try tracker.track(sound, jobs: options.jobs)
        if let path = options.svg { try write(Array(track.svg.utf8), to: path) }
        if options.json {
          print(track.json)
        } else if options.svg == nil {
          print(isWatched ? track.drawn : track.plain)
        }
      } catch let error as AudioError {
        complain("\(error)")
        if options.json { print(Answer(name: sound.name, labels: [], verdict: .unusable("\(error)")).json) }
      }
    }
    try finish(of: sounds.count)
  }

  private func say(_ answer: Answer, alone: Bool) {
    if case .unusable(let why) = answer.verdict { complain(why) }
    if options.json {
      print(answer.json)
    } else if let text = isWatched ? (alone ? answer.chart : answer.drawn) : answer.plain {
      print(text)
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
