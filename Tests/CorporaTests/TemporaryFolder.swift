import Audio
import Glibc

@testable import Corpora

/// A folder that goes away with its last reference.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/lilt-corpora-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw AudioError(.write, "/tmp", .system("no temporary folder")) }
    path = String(cString: made)
  }

  deinit { remove(path) }

  /// Puts bytes at a relative path, making folders on the way.
  func put(_ bytes: [UInt8], at relative: String) {
    var folder = path
    for part in relative.split(separator: "/").dropLast() {
      folder += "/\(part)"
      mkdir(folder, 0o755)
    }
    guard let file = fopen("\(path)/\(relative)", "wb") else { return }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  /// Puts text at a relative path.
  func put(text: String, at relative: String) { put(Array(text.utf8), at: relative) }

  /// Surveys the folder as a corpus, as the ingest stage does.
  func survey(as corpus: any Corpus) throws -> Survey {
    let listing = try Listing(of: path)
    return Survey(
      corpus, listing: listing, examinations: listing.sounds.map { Examination(of: $0, in: path) }, tableFiles: [:])
  }

  private func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR, let handle = opendir(path) {
      var names: [String] = []
      while let entry = readdir(handle) {
        names.append(
          withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
          })
      }
      closedir(handle)
      for name in names where name != "." && name != ".." { remove("\(path)/\(name)") }
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}

/// A tone of a tenth of a second that does not start at zero and whose mean is zero.
func tone(_ pitch: Double = 400, rate: Int = 16_000, amplitude: Double = 0.3, seconds: Double = 0.1) -> [Int16] {
  (0..<Int(seconds * Double(rate))).map { index in
    Int16((amplitude * 32_767 * cos(2 * .pi * pitch * Double(index) / Double(rate))).rounded())
  }
}

/// An examination that found a sound with a given hash.
func examined(_ path: String, sound: [Int16], rate: Int = 48_000) -> Examination {
  Examination(path: SoundPath(path), result: .success(SoundFacts(of: Recording(rate: rate, int16: sound))))
}

/// A survey of files that only exist as examinations.
func survey(_ corpus: any Corpus, _ examinations: [Examination], tableFiles: [String: [UInt8]] = [:]) -> Survey {
  Survey(
    corpus, listing: Listing(sounds: examinations.map(\.path)), examinations: examinations, tableFiles: tableFiles)
}
