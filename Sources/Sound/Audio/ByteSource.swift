import Glibc
import System

/// Bytes that can be read at any place: an open file, or memory.
final class ByteSource {
  private enum Store {
    case memory([UInt8])
    case file(descriptor: Int32)
  }

  /// How many bytes there are.
  let count: Int
  private let store: Store
  /// Where the next sequential read starts; libsndfile's virtual input moves it.
  var position = 0
  /// Bytes that are read in place of the stored ones.
  var correction: Correction?

  init(bytes: [UInt8]) {
    store = .memory(bytes)
    count = bytes.count
  }

  /// Opens a regular file; anything else is refused before it can make anybody wait.
  init(path: String) throws(AudioError) {
    let descriptor: Int32
    do { (descriptor, count) = try openRegularFile(path) } catch {
      switch error {
      case .refused(let words): throw AudioError(.read, path, .system(words))
      case .notRegular(let kind): throw AudioError(.read, path, .notSound(kind))
      }
    }
    store = .file(descriptor: descriptor)
  }

  deinit {
    if case .file(let descriptor) = store { close(descriptor) }
  }

  /// Copies bytes from a place into a buffer and says how many there were.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = readStored(at: offset, into: buffer)
    for (index, byte) in (correction?.bytes ?? []).enumerated() {
      let place = (correction?.place ?? 0) + index - offset
      if (0..<count).contains(place) { buffer[place] = byte }
    }
    return count
  }

  private func readStored(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard offset >= 0, offset < count, let target = buffer.baseAddress else { return 0 }
    let wanted = min(buffer.count, count - offset)
    switch store {
    case .memory(let bytes):
      bytes.withUnsafeBytes { target.copyMemory(from: $0.baseAddress! + offset, byteCount: wanted) }
      return wanted
    case .file(let descriptor):
      var done = 0
      while done < wanted {
        let step = pread(descriptor, target + done, wanted - done, off_t(offset + done))
        if step < 0, errno == EINTR { continue }
        guard step > 0 else { break }
        done += step
      }
      return done
    }
  }

  /// Bytes from a place, fewer where the end comes first.
  func bytes(at offset: Int, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
    }
  }

  /// Everything that comes out of a descriptor until its end, a pipe, a terminal or a file, up to `greatestStream` bytes.
  static func drain(_ descriptor: Int32, name: String) throws(AudioError) -> [UInt8] {
    var all: [UInt8] = []
    var failure: String?
    let block = 1 << 16
    while true {
      let piece = [UInt8](unsafeUninitializedCapacity: block) { buffer, filled in
        var step = Glibc.read(descriptor, buffer.baseAddress, block)
        while step < 0, errno == EINTR { step = Glibc.read(descriptor, buffer.baseAddress, block) }
        if step < 0 { failure = lastRefusal() }
        filled = max(0, step)
      }
      if let failure { throw AudioError(.read, name, .system(failure)) }
      if piece.isEmpty { return all }
      guard all.count + piece.count <= AudioFile.greatestStream else {
        throw AudioError(.read, name, .endless)
      }
      all += piece
    }
  }
}

/// A few bytes of a file that are wrong, and what they should be.
struct Correction: Equatable, Sendable {
  let place: Int
  let bytes: [UInt8]
}
