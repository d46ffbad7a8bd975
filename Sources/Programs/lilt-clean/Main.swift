import Audio
import Commands
import Settings
import Store
import System

/// `lilt-clean`: one waveform a clip, at one rate, cut, trimmed and levelled as the settings say.
@main struct Main {
  static func main() {
    Stage(
      "lilt-clean", "Decodes, resamples, cuts and levels the clips of a catalog.", arguments: "CATALOG.h5 DATA",
      inputs: 2...2, extras: [.strict],
      notes: """
        DATA is the folder that holds the corpora, as for lilt-ingest.
        Settings: { "rate": 22050, "offset": 0, "duration": null, "short": "keep", "dc": false, "trim": null,
                    "mask": null, "level": null, "preEmphasis": null }
        """
    ).run { job, console in
      let settings = try job.settings(as: Cleaning.self)
      let sources = try Sources(catalog: job.inputs[0], data: job.inputs[1])
      let stage = try CleanStage(settings, job: job, console: console)
      try job.protect(sources.clips.lazy.map(\.path))
      try stage.run(sources, input: Input(file: job.inputs[0]))
    }
  }
}
