import Commands
import System

/// What `lilt-predict` is told besides model and files.
struct Options {
  var json = false
  var speaker: String?
  var speakerFolders = false
  var corpus: String?
  var timeline = false
  var svg: String?
  var window: String?
  var hop: String?
  var jobs = availableProcessors()

  /// Whether timelines are wanted; a picture or a window means nothing else.
  var wantsTimeline: Bool { timeline || svg != nil || window != nil || hop != nil }

  static var command: Command<Options> {
    Command(
      "lilt-predict", "Tells the emotion of recordings.", arguments: "MODEL.h5 FILE…|FOLDER…|-",
      [
        .flag("--json", into: \.json, "one JSON object a line"),
        .text("--speaker", placeholder: "NAME", into: \.speaker, "all recordings are this speaker's"),
        .flag("--speaker-folders", into: \.speakerFolders, "the recordings in one folder are one speaker's"),
        .text("--corpus", placeholder: "NAME", into: \.corpus, "scale as training scaled this corpus"),
        .flag("--timeline", into: \.timeline, "emotion against time in each recording"),
        .text(
          "--window", placeholder: "S", into: \.window, "seconds that a timeline's window lasts (default: a clip's)"),
        .text("--hop", placeholder: "S", into: \.hop, "seconds from window to window (default: a quarter of one)"),
        .text("--svg", placeholder: "FILE.svg", into: \.svg, "draw the timeline of one recording"),
        .number("--jobs", placeholder: "N", into: \.jobs, in: 1...1024, "worker threads (default: the processors)"),
      ],
      notes: """
        MODEL.h5 is one fold's model, or an index of models, which then answer together. Any sound file that libsndfile
        reads will do, at any rate, with any channels; a folder stands for all sound files in it.

          lilt-predict build/demo/models/honest.h5 me.wav
          arecord -d 4 -f S16_LE -r 48000 | lilt-predict model.h5 -
          lilt-predict model.h5 --timeline --svg talk.svg talk.flac
          lilt-predict build/cross-ravdess-crema/models/honest.h5 --speaker anna anna/

        A model whose scaler goes by speaker learned how emotions differ within a speaker, and asks whose recordings it
        hears: with --speaker or --speaker-folders, the mean and deviation of all recordings given of a speaker, 10 or
        more in several emotions, scale each of them. A NAME that training knew takes the scale that it had there.

        Without a terminal, an answer is a line with tabs: file, emotion, every class with its probability and, where a
        recording is shorter than what the model takes and was padded as in training, a note. The status is 65 when a
        recording could not be judged; the others are judged all the same.
        """)
  }

  /// Seconds behind an option; nil when it was not given.
  func seconds(_ name: String, _ text: String?) throws -> Double? {
    guard let text else { return nil }
    guard let value = Double(text), value >= 0.01, value <= 86_400 else {
      throw UsageError("option '\(name)' needs a number of seconds from 0.01 to 86400, found '\(text)'")
    }
    return value
  }
}
