import Audio
import Augmentation
import Commands
import Settings
import Store
import System

/// What `lilt-augment` is told.
struct AugmentJob: Settings {
  /// Where random numbers start from.
  var seed: UInt64 = 1
  /// Which variants are made of each clip.
  var augment = Augmenting()
}

/// `lilt-augment`: the variants of each clip, the clip itself among them if the recipe says so.
@main struct Main {
  static func main() {
    Stage(
      "lilt-augment", "Makes variants of every clip: noise, pitch, tempo, rooms.", arguments: "CLEAN.h5", inputs: 1...1,
      extras: [.strict],
      notes: """
        Settings: { "seed": 1, "augment": ["original", { "noise": { "amplitude": 0.035 } }, { "pitch": { "semitones": 0.7 } }] }
        What is drawn depends on the seed, the clip and the variant alone; /variants/parameters records it.
        """
    ).run { job, console in
      let settings = try job.settings(as: AugmentJob.self)
      try job.protect(settings.augment.files)
      try AugmentStage(settings, job: job, console: console).run()
    }
  }
}
