import Pipeline

/// What `lilt-predict` is told besides model and files.
struct Options {
  var json = false
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

        Without a terminal, an answer is a line with tabs: file, emotion, and every class with its probability. The status
        is 65 when a recording could not be judged; the others are judged all the same.
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
