/// Links or attributes of an object that has many: a fractal heap holds their messages, a tree lists them by name.
struct DenseStorage {
  /// Where the heap and the tree of names lie.
  let heap: UInt64
  let names: UInt64

  /// Which list it is: the tree's records differ.
  enum Content { case links, attributes }

  /// The messages, each read once.
  func messages(_ content: Content, in file: FileBytes) throws -> [Bytes] {
    var heap = try FractalHeap(at: heap, in: file)
    let size = content == .links ? 11 : 17
    return try SearchTree(at: names, kind: content == .links ? 5 : 8, recordSize: size, in: file).records().map {
      var record = Bytes($0, part: "list of names")
      if content == .links { try record.skip(4) }
      return try heap.object(record.take(content == .links ? 7 : 8).rest(), in: file)
    }
  }
}
