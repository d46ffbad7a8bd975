import Glibc

/// Files that are written whole or not at all, and not at all when nothing would change.
enum OutputFile {
  /// Puts bytes at a path, making folders on the way.
  /// - Returns: false when the file holds these bytes already and was left untouched, with its time.
  @discardableResult
  static func put(_ bytes: [UInt8], at path: String) throws(SynthesisError) -> Bool {
    if holds(path, bytes) { return false }
    try makeFolders(above: path)
    // Not one name for all: two runs may write the same corpus at once.
    let temporary = "\(path).\(getpid()).tmp"
    guard let file = fopen(temporary, "wb") else { throw failure(path) }
    let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    let isComplete = written == bytes.count && fflush(file) == 0
    let reason = errno
    guard fclose(file) == 0, isComplete, rename(temporary, path) == 0 else {
      let error = isComplete ? failure(path) : failure(path, reason)
      unlink(temporary)
      throw error
    }
    return true
  }

  /// Removes what runs that died left below a folder.
  static func removeLeftOvers(below folder: String) {
    guard let listing = opendir(folder) else { return }
    defer { closedir(listing) }
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if Int32(entry.pointee.d_type) == DT_DIR, !name.hasPrefix(".") { removeLeftOvers(below: "\(folder)/\(name)") }
      let parts = name.split(separator: ".")
      guard parts.count > 2, parts.last == "tmp", let maker = pid_t(parts[parts.count - 2]) else { continue }
      if kill(maker, 0) != 0, errno == ESRCH { unlink("\(folder)/\(name)") }
    }
  }

  private static func holds(_ path: String, _ bytes: [UInt8]) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, Int(status.st_size) == bytes.count, let file = fopen(path, "rb") else {
      return false
    }
    defer { fclose(file) }
    var old = [UInt8](repeating: 0, count: bytes.count)
    let read = old.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, file) }
    return read == bytes.count && old == bytes
  }

  private static func makeFolders(above path: String) throws(SynthesisError) {
    var folder = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/").dropLast() {
      folder += part
      if mkdir(folder, 0o755) != 0, errno != EEXIST { throw failure(folder) }
      folder += "/"
    }
  }

  private static func failure(_ path: String, _ code: Int32 = errno) -> SynthesisError {
    SynthesisError(object: path, cause: String(cString: strerror(code)))
  }
}
