import Audio
import Corpora
import Glibc
import System

/// A sound that can be heard more than once: what comes over standard input is kept.
public struct OpenedSound: Sendable {
  enum Content: Sendable {
    case file(String)
    case recording(Recording)
    /// Why there is nothing: one sentence.
    case nothing(AudioError)
  }

  /// What answers call it.
  public let name: String
  let content: Content

  /// Opens a sound; standard input is read to its end.
  public init(_ sound: Sound) {
    name = sound.name
    switch sound {
    case .file(let path): content = .file(path)
    case .unreadable(let name, let why): content = .nothing(AudioError(.read, name, .system(why)))
    case .standardInput:
      do {
        content = .recording(try AudioFile.read(descriptor: STDIN_FILENO))
      } catch {
        content = .nothing(error)
      }
    }
  }
}

/// Something to listen to.
public enum Sound: Sendable, Equatable {
  /// A sound file.
  case file(String)
  /// Whatever comes over standard input.
  case standardInput
  /// What has a sound's name in a folder and cannot be read, and why, as a clause.
  case unreadable(String, why: String)

  /// What answers call it.
  public var name: String {
    switch self {
    case .file(let path): path
    case .standardInput: "standard input"
    case .unreadable(let name, _): name
    }
  }

  /// The sounds that arguments stand for: `-` is standard input, a folder all sound files in it and below, sorted.
  public static func all(of arguments: [String]) throws -> [Sound] {
    try arguments.flatMap { argument -> [Sound] in
      if argument == "-" { return [.standardInput] }
      var status = stat()
      guard stat(argument, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return [.file(argument)] }
      let folder = argument.hasSuffix("/") ? String(argument.dropLast()) : argument
      let listing = try Listing(of: folder)
      let sounds =
        listing.sounds.map { Sound.file("\(folder)/\($0.text)") }
        + listing.obstacles.map { Sound.unreadable("\(folder)/\($0.path)", why: $0.cause) }
      guard !sounds.isEmpty else { throw DataError(cannot: "listen to", argument, "there is no sound file in it") }
      return sounds.sorted { $0.name < $1.name }
    }
  }
}
