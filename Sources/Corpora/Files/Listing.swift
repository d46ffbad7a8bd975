import Glibc

/// The sound files below a corpus's folder, in an order that does not depend on the file system.
public struct Listing: Sendable, Equatable {
  /// Files with an extension that libsndfile reads, sorted by path.
  public var sounds: [SoundPath] = []
  /// Hidden files and folders, `._` twins and `__MACOSX`, sorted: counted and passed over.
  public var hidden: [String] = []
  /// How many other files there are.
  public var others = 0

  /// A listing of known files.
  public init(sounds: [SoundPath], hidden: [String] = [], others: Int = 0) {
    self.sounds = sounds.sorted { $0.text < $1.text }
    self.hidden = hidden.sorted()
    self.others = others
  }

  /// Looks through a folder and everything below it; a folder reached twice, as by a looping link, is entered once.
  public init(of folder: String) throws(ListingError) {
    var walk = Walk()
    try walk.enter(folder, as: "")
    self.init(sounds: walk.sounds.map(SoundPath.init), hidden: walk.hidden, others: walk.others)
  }
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

/// A walk through folders under way.
private struct Walk {
  var sounds: [String] = [], hidden: [String] = [], others = 0
  private var entered: Set<Place> = []

  private struct Place: Hashable {
    let device: dev_t, node: ino_t
  }

  mutating func enter(_ folder: String, as relative: String) throws(ListingError) {
    var status = stat()
    guard stat(folder, &status) == 0 else {
      throw ListingError(folder: folder, cause: String(cString: strerror(errno)))
    }
    guard entered.insert(Place(device: status.st_dev, node: status.st_ino)).inserted else { return }
    var links: [String] = []
    for name in try names(in: folder) {
      let path = relative.isEmpty ? name : "\(relative)/\(name)"
      if name.hasPrefix(".") || name == "__MACOSX" {
        hidden.append(path)
        continue
      }
      var entry = stat()
      // A link that leads nowhere, or an entry that went away meanwhile, is no sound.
      guard lstat("\(folder)/\(name)", &entry) == 0 else { continue }
      if entry.st_mode & S_IFMT == S_IFLNK {
        links.append(name)
      } else {
        try visit(name, in: folder, as: path, entry)
      }
    }
    // Links come last, so that a folder is listed under its own name rather than a link's.
    for name in links {
      var target = stat()
      guard stat("\(folder)/\(name)", &target) == 0 else {
        others += 1
        continue
      }
      try visit(name, in: folder, as: relative.isEmpty ? name : "\(relative)/\(name)", target)
    }
  }

  private mutating func visit(_ name: String, in folder: String, as path: String, _ entry: stat) throws(ListingError) {
    switch entry.st_mode & S_IFMT {
    case S_IFDIR: try enter("\(folder)/\(name)", as: path)
    case S_IFREG where SoundPath.suffixes.contains(SoundPath(name).suffix): sounds.append(path)
    default: others += 1
    }
  }

  private func names(in folder: String) throws(ListingError) -> [String] {
    guard let handle = opendir(folder) else {
      throw ListingError(folder: folder, cause: String(cString: strerror(errno)))
    }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
