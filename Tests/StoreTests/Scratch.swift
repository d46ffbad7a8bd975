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
