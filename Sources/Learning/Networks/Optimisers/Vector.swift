/// Float32 numbers at an address that never moves, so that threads can work on parts of them.
final class Vector {
  let buffer: UnsafeMutableBufferPointer<Float>

  init(count: Int) {
    buffer = .allocate(capacity: count)
    buffer.initialize(repeating: 0)
  }

  deinit { buffer.deallocate() }

  /// A copy of the numbers.
  var values: [Float] {
    get { Array(buffer) }
    set { _ = buffer.update(from: newValue) }
  }
}
