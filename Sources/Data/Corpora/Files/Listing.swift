import Glibc

/// The sound files below a corpus's folder, in an order that does not depend on the file system.
public struct Listing: Sendable, Equatable {
  /// Files with an extension that libsndfile reads, sorted by path.
  public var sounds: [SoundPath] = []
  /// Hidden files and folders, `._` twins and `__MACOSX`, sorted: counted and passed over.
  public var hidden: [String] = []
  /// What has a sound's extension and cannot be one, and folders that cannot be entered, sorted: not to vanish.
  public var obstacles: [Obstacle] = []
  /// How many other files there are.
  public var others = 0

  /// A listing of known files.
  public init(sounds: [SoundPath], hidden: [String] = [], obstacles: [Obstacle] = [], others: Int = 0) {
    self.sounds = sounds.sorted { $0.text < $1.text }
    self.hidden = hidden.sorted()
    self.obstacles = obstacles.sorted { $0.path < $1.path }
    self.others = others
  }

  /// Looks through a folder and everything below it; a folder reached twice, as by a looping link, is entered once.
  public init(of folder: String) throws(ListingError) {
    var walk = Walk()
    try walk.enter(folder)
    self.init(
      sounds: walk.sounds.map(SoundPath.init), hidden: walk.hidden, obstacles: walk.obstacles, others: walk.others)
  }
}

/// Something in a corpus's folder that looks like sound and cannot be heard.
public struct Obstacle: Sendable, Equatable {
  /// Where it lies below the folder; bytes of its name that are not UTF-8 are spelt `\xE9`.
  public let path: String
  /// Whether its name is what is wrong with it.
  public let isName: Bool
  /// What is wrong, as a clause.
  public let cause: String

  /// `cannot read 'a/caf\xE9.wav': its name is not UTF-8`.
  public var description: String { "cannot read '\(path)': \(cause)" }
}

/// Why a corpus's folder cannot be listed.
public struct ListingError: Error, CustomStringConvertible, Equatable {
  /// The folder.
  public let folder: String
  /// The system's word for it.
  public let cause: String

  /// `cannot list 'data/ravdess': No such file or directory`.
  public var description: String { "cannot list '\(folder)': \(cause)" }
}

/// A walk through folders under way. Names are bytes until they are found to be text.
private struct Walk {
  var sounds: [String] = [], hidden: [String] = [], obstacles: [Obstacle] = [], others = 0
  private var entered: Set<Place> = []

  private struct Place: Hashable {
    let device: dev_t, node: ino_t
  }

  /// Enters the folder that all paths begin at; that it is there is the caller's claim.
  mutating func enter(_ folder: String) throws(ListingError) {
    do throws(Refusal) {
      try enter(Array(folder.utf8), as: [])
    } catch {
      throw ListingError(folder: folder, cause: error.words)
    }
  }

  /// Why a folder cannot be entered, in the system's words.
  private struct Refusal: Error {
    let words: String
    init(errno code: Int32) { words = String(cString: strerror(code)) }
  }

  private mutating func enter(_ folder: [UInt8], as relative: [UInt8]) throws(Refusal) {
    guard let status = look(up: folder) else { throw Refusal(errno: errno) }
    guard entered.insert(Place(device: status.st_dev, node: status.st_ino)).inserted else { return }
    var links: [[UInt8]] = []
    for name in try names(in: folder) {
      let path = relative.isEmpty ? name : relative + [slash] + name
      if name.first == UInt8(ascii: ".") || name == Array("__MACOSX".utf8) {
        hidden.append(spelt(path))
        continue
      }
      var entry = stat()
      // An entry that went away meanwhile is no sound.
      guard lstat(terminated(folder + [slash] + name), &entry) == 0 else { continue }
      if entry.st_mode & S_IFMT == S_IFLNK { links.append(name) } else { visit(name, in: folder, as: path, entry) }
    }
    // Links come last, so that a folder is listed under its own name rather than a link's.
    for name in links {
      let path = relative.isEmpty ? name : relative + [slash] + name
      if let target = look(up: folder + [slash] + name) {
        visit(name, in: folder, as: path, target)
      } else {
        look(at: name, as: path, butFor: "it is a link that leads nowhere")
      }
    }
  }

  private mutating func visit(_ name: [UInt8], in folder: [UInt8], as path: [UInt8], _ entry: stat) {
    switch entry.st_mode & S_IFMT {
    case S_IFDIR:
      do throws(Refusal) {
        try enter(folder + [slash] + name, as: path)
      } catch {
        obstacles.append(Obstacle(path: spelt(path), isName: false, cause: error.words))
      }
    case S_IFREG:
      guard isSound(name) else {
        others += 1
        return
      }
      if let text = String(validating: path, as: UTF8.self) {
        sounds.append(text)
      } else {
        obstacles.append(Obstacle(path: spelt(path), isName: true, cause: "its name is not UTF-8"))
      }
    default: look(at: name, as: path, butFor: "it is no regular file")
    }
  }

  private mutating func look(at name: [UInt8], as path: [UInt8], butFor cause: String) {
    if isSound(name) {
      obstacles.append(Obstacle(path: spelt(path), isName: false, cause: cause))
    } else {
      others += 1
    }
  }

  private func isSound(_ name: [UInt8]) -> Bool { SoundPath.suffixes.contains(SoundPath(spelt(name)).suffix) }

  private func names(in folder: [UInt8]) throws(Refusal) -> [[UInt8]] {
    guard let handle = opendir(terminated(folder)) else { throw Refusal(errno: errno) }
    defer { closedir(handle) }
    var names: [[UInt8]] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != [UInt8(ascii: ".")], name != Array("..".utf8) { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private func look(up path: [UInt8]) -> stat? {
    var status = stat()
    return stat(terminated(path), &status) == 0 ? status : nil
  }

  private let slash = UInt8(ascii: "/")

  private func terminated(_ path: [UInt8]) -> [CChar] { path.map(CChar.init(bitPattern:)) + [0] }
}

/// A name as text; its bytes that are not UTF-8 as escapes.
private func spelt(_ name: [UInt8]) -> String {
  if let text = String(validating: name, as: UTF8.self) { return text }
  var text = "", rest = name[...]
  while let byte = rest.first {
    // A scalar has one to four bytes.
    let scalar = (1...4).lazy.filter { $0 <= rest.count }
      .compactMap { String(validating: rest.prefix($0), as: UTF8.self) }.first
    let digits = String(byte, radix: 16, uppercase: true)
    text += scalar ?? "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
    rest = rest.dropFirst(scalar?.utf8.count ?? 1)
  }
  return text
}

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
