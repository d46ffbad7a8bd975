/// Where a dataset's elements lie, as its header says.
enum StoredLayout: Sendable, Equatable {
  case compact([UInt8])
  case contiguous(address: UInt64?, size: Int)
  case chunked(chunk: [Int], index: ChunkIndex)
  case virtual

  /// How the places of a dataset's chunks are kept.
  struct ChunkIndex: Sendable, Equatable {
    let kind: Kind
    let address: UInt64?
    let elementSize: Int
    /// Whether chunks at the edge leave filters out.
    let sparesEdges: Bool

    enum Kind: Sendable, Equatable {
      /// One chunk; its size and filter mask where it passes filters.
      case single(size: Int, mask: UInt32, isFiltered: Bool)
      case implicit, fixedArray, extensibleArray, tree
    }
  }

  init(_ bytes: Bytes) throws {
    var bytes = bytes
    let version = try bytes.byte()
    guard version == 3 || version == 4 else { throw Flaw("its layout is of version \(version); expected 4") }
    switch try bytes.byte() {
    case 0: self = .compact(try bytes.take(bytes.word()).rest())
    case 1:
      let address = try bytes.address()
      self = .contiguous(address: address, size: try bytes.extent())
    case 2 where version == 4: self = try Self.chunked(&bytes)
    case 2: throw Flaw("its chunks are listed as before HDF5 1.10; expected version 4 of its layout")
    case 3: self = .virtual
    default: throw Flaw.damaged("layout")
    }
  }

  private static func chunked(_ bytes: inout Bytes) throws -> StoredLayout {
    let flags = try bytes.byte()
    let rank = Int(try bytes.byte())
    let size = Int(try bytes.byte())
    guard (2...33).contains(rank), (1...8).contains(size), flags & ~0b11 == 0 else { throw Flaw.damaged("layout") }
    // The last extent is an element's size.
    let chunk = try (0..<rank).map { _ -> Int in
      guard let extent = Int(exactly: try bytes.number(size)), extent > 0 else { throw Flaw.damaged("layout") }
      return extent
    }
    let kind: ChunkIndex.Kind
    switch try bytes.byte() {
    case 1:
      let isFiltered = flags & 0b10 != 0
      let size = isFiltered ? try bytes.extent() : 0
      kind = .single(size: size, mask: isFiltered ? try bytes.long() : 0, isFiltered: isFiltered)
    case 2: kind = .implicit
    case 3:
      try bytes.skip(1)
      kind = .fixedArray
    case 4:
      try bytes.skip(5)
      kind = .extensibleArray
    case 5:
      try bytes.skip(6)
      kind = .tree
    default: throw Flaw.damaged("layout")
    }
    return .chunked(
      chunk: Array(chunk.dropLast()),
      index: ChunkIndex(
        kind: kind, address: try bytes.address(), elementSize: chunk[rank - 1], sparesEdges: flags & 1 != 0))
  }
}
