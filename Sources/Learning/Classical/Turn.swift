import Glibc

/// Lets one thread at a time into those routines of OpenBLAS that pack matrices.
///
/// Its serial build hands out the memory that it packs them into without telling threads apart: two products at once now
/// and then overwrite each other, and the sums are wrong without a sign. Sums over vectors use no such memory.
final class Turn: @unchecked Sendable {
  /// The one for the whole process, as the memory that it guards is.
  static let atMatrices = Turn()

  // A heap cell, because POSIX forbids moving it.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

  private init() { pthread_mutex_init(mutex, nil) }

  func take() { pthread_mutex_lock(mutex) }

  func give() { pthread_mutex_unlock(mutex) }
}
