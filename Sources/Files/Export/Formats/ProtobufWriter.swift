/// Protocol Buffers' wire format, as far as ONNX needs it: fields in the order in which they are written.
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  /// A field holding a whole number.
  mutating func write(_ field: Int, _ value: Int) {
    key(field, wire: 0)
    varint(UInt64(bitPattern: Int64(value)))
  }

  /// A field holding a single-precision number.
  mutating func write(_ field: Int, _ value: Float) {
    key(field, wire: 5)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
  }

  /// A field holding text.
  mutating func write(_ field: Int, _ text: String) { write(field, bytes: Array(text.utf8)) }

  /// A field holding bytes.
  mutating func write(_ field: Int, bytes content: [UInt8]) {
    key(field, wire: 2)
    varint(UInt64(content.count))
    bytes += content
  }

  /// A field holding a message of its own.
  mutating func write(_ field: Int, message: (inout ProtobufWriter) -> Void) {
    var inner = ProtobufWriter()
    message(&inner)
    write(field, bytes: inner.bytes)
  }

  private mutating func key(_ field: Int, wire: Int) { varint(UInt64(field << 3 | wire)) }

  /// Seven bits a byte, the lowest first; the top bit says that more follow.
  private mutating func varint(_ value: UInt64) {
    var left = value
    while left > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: left) | 0x80)
      left >>= 7
    }
    bytes.append(UInt8(left))
  }
}
