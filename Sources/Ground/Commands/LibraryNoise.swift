import Glibc

/// C libraries that print what they think: libmpg123 says on standard error what is wrong with a damaged MP3 file.
enum LibraryNoise {
  /// Sends what libraries print on the stream `stderr` nowhere. What Lilt says does not pass that stream: it is written to
  /// the descriptor. To be called before there are threads.
  static func silence() {
    // The variable that all of the process prints through, by its address: Swift sees only the value it had at first.
    guard let place = dlsym(nil, "stderr"), let nowhere = fopen("/dev/null", "we") else { return }
    place.assumingMemoryBound(to: UnsafeMutablePointer<FILE>.self).pointee = nowhere
  }
}
