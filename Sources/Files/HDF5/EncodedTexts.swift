/// Strings laid out as the library takes them: one block of zero-ended bytes and a pointer to each.
struct EncodedTexts {
  private var bytes: [CChar] = []
  private var starts: [Int] = []

  /// - Parameter object: where they go, for the error when one holds a zero byte, which would cut it short.
  init(_ texts: some Collection<String>, object: String) throws {
    starts.reserveCapacity(texts.count)
    for text in texts {
      starts.append(bytes.count)
      for byte in text.utf8 {
        guard byte != 0 else {
          throw HDF5Error(call: "H5Dwrite", object: object, cause: "a text holds a zero byte")
        }
        bytes.append(CChar(bitPattern: byte))
      }
      bytes.append(0)
    }
  }

  func withPointers<Result>(_ body: (UnsafeBufferPointer<UnsafePointer<CChar>>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { block in
      guard let base = block.baseAddress else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
      return starts.map { base + $0 }.withUnsafeBufferPointer(body)
    }
  }
}
