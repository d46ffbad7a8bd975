import Commands
import Features
import Settings
import Store

/// What `lilt-features` is told.
struct FeaturesJob: Settings {
  /// Where random numbers start from, for layouts that draw.
  var seed: UInt64 = 1
  /// Which families, over which frames, laid out how.
  var features = FeatureSettings()
}

/// `lilt-features`: tensors with named axes from waveforms.
@main struct Main {
  static func main() {
    Stage(
      "lilt-features", "Turns waveforms into tensors with named axes.", arguments: "CLEAN.h5|AUGMENTED.h5",
      inputs: 1...1, extras: [.strict],
      notes: """
        Settings: { "seed": 1, "features": { "frame": { "size": 2048, "hop": 512 }, "layout": "flat",
                    "stack": ["zcr", "rms", { "mfcc": { "count": 20 } }] } }
        Layouts: flat, image, sequence, statistics, windows. Random windows of a clip depend on the seed, its id and variant.
        Statistics of msf leave out frames more than "topDb": 40 dB below the clip's loudest, which are silence.
        """
    ).run { job, console in
      try FeaturesStage(job.settings(as: FeaturesJob.self), job: job, console: console).run()
    }
  }
}
