import Settings
import Synthesis

/// What the command line asks for.
struct Options {
  var scheme = Scheme.ravdess
  var speakers: Int?
  var clips: Int?
  var seed: UInt64 = 1
  var output = ""
  var isQuiet = false

  /// Why the command line makes no sense.
  struct Misuse: Error {
    let sentence: String
  }

  static let help = """
    Usage: lilt-synth --output DIR [--scheme NAME] [--speakers N] [--clips N] [--seed N] [--quiet]

    Writes a corpus of synthetic emotional speech under the names and in the layout of a real one.

      --output DIR     the corpus's folder; files that are there with the same bytes are left untouched
      --scheme NAME    ravdess, crema-d or savee (ravdess)
      --speakers N     how many speakers (all that the scheme has names for)
      --clips N        how many clips in all (all names of these speakers)
      --seed N         where everything is drawn from (1)
      --quiet          say nothing but errors
      --help           show this
      --version        show the version
    """

  /// Reads arguments.
  /// - Returns: nil when they only ask for help or the version, which has been printed.
  init?(_ arguments: ArraySlice<String>) throws {
    var rest = Array(arguments.reversed())
    func value(of flag: String) throws -> String {
      guard let value = rest.popLast() else {
        throw Misuse(sentence: "cannot read '\(flag)': expected a value after it")
      }
      return value
    }
    func count(of flag: String) throws -> Int {
      let text = try value(of: flag)
      guard let number = Int(text), number > 0 else {
        throw Misuse(sentence: "cannot read '\(flag) \(text)': expected a whole number from 1")
      }
      return number
    }
    while let flag = rest.popLast() {
      switch flag {
      case "--output": output = try value(of: flag)
      case "--scheme": scheme = try Options.scheme(try value(of: flag))
      case "--speakers": speakers = try count(of: flag)
      case "--clips": clips = try count(of: flag)
      case "--seed":
        let text = try value(of: flag)
        guard let number = UInt64(text) else {
          throw Misuse(sentence: "cannot read '--seed \(text)': expected a whole number from 0")
        }
        seed = number
      case "--quiet": isQuiet = true
      case "--help":
        print(Options.help)
        return nil
      case "--version":
        print("lilt-synth 1.0.0")
        return nil
      default:
        let flags = ["--output", "--scheme", "--speakers", "--clips", "--seed", "--quiet", "--help", "--version"]
        throw Misuse(sentence: "cannot read '\(flag)': no such option" + Suggestion.text(for: flag, among: flags))
      }
    }
    if output.isEmpty { throw Misuse(sentence: "cannot start: expected --output DIR") }
  }

  private static func scheme(_ name: String) throws -> Scheme {
    if let scheme = Scheme(rawValue: name) { return scheme }
    throw Misuse(
      sentence: "cannot find the scheme '\(name)': no such scheme"
        + Suggestion.text(for: name, among: Scheme.allCases.map(\.rawValue)))
  }
}
