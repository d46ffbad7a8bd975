import Commands
import Prediction
import System

/// `lilt-predict`: what a model hears in recordings.
@main struct Main {
  static func main() {
    Options.command.run(Options()) { options, arguments, console in
      guard let model = arguments.first, arguments.count > 1 else {
        throw UsageError("expected a model and at least one file, found \(arguments.count) arguments")
      }
      let sounds = try Sound.all(of: Array(arguments.dropFirst()))
      guard sounds.count(where: { $0 == .standardInput }) < 2 else {
        throw UsageError("standard input can be read once; expected one '-'")
      }
      if options.speaker != nil, options.speakerFolders {
        throw UsageError("options '--speaker' and '--speaker-folders' exclude each other")
      }
      if let picture = options.svg { try protect(arguments, from: picture) }
      let recognition = try Recognition(model)
      let origins = try options.origins(of: sounds, for: model, recognition, console)
      let teller = Teller(recognition, options, console)
      try options.wantsTimeline
        ? teller.tellTimelines(of: sounds, from: origins) : teller.tell(sounds, from: origins)
    }
  }
}
