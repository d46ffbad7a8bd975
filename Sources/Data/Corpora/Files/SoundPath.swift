/// Where a sound file lies below its corpus's folder, taken apart.
public struct SoundPath: Sendable, Hashable, Comparable {
  /// The whole of it: `Actor_01/03-01-01-01-01-01-01.wav`.
  public let text: String
  /// The folders on the way, outermost first.
  public let folders: [String]
  /// The file's name without its extension.
  public let stem: String
  /// The extension in lower case, without a dot; empty when there is none.
  public let suffix: String

  /// Takes a path with `/` between its parts.
  public init(_ text: String) {
    self.text = text
    let parts = text.split(separator: "/").map(String.init)
    folders = parts.dropLast().map { $0 }
    let file = parts.last ?? ""
    if let dot = file.lastIndex(of: "."), dot != file.startIndex {
      stem = String(file[..<dot])
      suffix = file[file.index(after: dot)...].lowercased()
    } else {
      (stem, suffix) = (file, "")
    }
  }

  /// The innermost folder; empty at the top.
  public var folder: String { folders.last ?? "" }

  /// Shallow paths first, then sound without loss before sound with loss, then by bytes: of several copies of one clip,
  /// the first is the one to take.
  public static func < (a: SoundPath, b: SoundPath) -> Bool {
    (a.folders.count, SoundPath.preference(a.suffix), a.text) < (
      b.folders.count, SoundPath.preference(b.suffix), b.text
    )
  }

  /// Extensions of everything that libsndfile reads, those without loss first.
  static let suffixes = [
    "wav", "wave", "flac", "aiff", "aif", "aifc", "w64", "rf64", "caf", "au", "snd", "ogg", "oga", "opus", "mp3",
  ]

  private static func preference(_ suffix: String) -> Int { suffixes.firstIndex(of: suffix) ?? suffixes.count }
}
