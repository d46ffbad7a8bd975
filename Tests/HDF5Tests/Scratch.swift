import Glibc

/// A folder of a test's own, removed with everything in it when the test ends.
final class Scratch {
  let folder: String

  init() {
    var template = Array("/tmp/lilt-hdf5-XXXXXX".utf8CString)
    folder = String(cString: mkdtemp(&template))
  }

  func path(_ name: String) -> String { folder + "/" + name }

  deinit {
    guard let listing = opendir(folder) else { return }
    while let entry = readdir(listing) {
      unlink(path(withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }))
    }
    closedir(listing)
    rmdir(folder)
  }
}

extension Scratch {
  func write(_ bytes: [UInt8], to name: String) throws {
    let file = open(path(name), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    defer { close(file) }
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else { throw NotWritten() }
  }

  struct NotWritten: Error {}

  func bytes(_ name: String) -> [UInt8] {
    let file = open(path(name), O_RDONLY)
    defer { close(file) }
    var status = stat()
    fstat(file, &status)
    return [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, filled in
      filled = max(0, read(file, buffer.baseAddress, buffer.count))
    }
  }
}
