import Glibc
import Synthesis

/// `lilt-synth`: a synthetic corpus in the naming scheme and layout of a real one.
@main
struct Main {
  static func main() {
    do {
      guard let options = try Options(CommandLine.arguments.dropFirst()) else { return }
      let corpus = try SyntheticCorpus(
        scheme: options.scheme, speakers: options.speakers, clips: options.clips, seed: options.seed)
      var written = 0
      for clip in corpus.clips where try corpus.write(clip, to: options.output) { written += 1 }
      try corpus.writeTables(to: options.output)
      if !options.isQuiet {
        say("\(corpus.clips.count) clips in \(options.output), \(written) of them new or changed")
      }
    } catch let error as Options.Misuse {
      say("error: \(error.sentence)")
      exit(64)
    } catch let error as SynthesisError {
      say("error: \(error)")
      exit(1)
    } catch {
      say("error: \(error)")
      exit(1)
    }
  }

  private static func say(_ text: String) {
    let line = Array("lilt-synth: \(text)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
  }
}
