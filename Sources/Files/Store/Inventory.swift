import HDF5

/// Everything that a file holds, by path, after a look at each object's header that refuses what Lilt never writes:
/// links and storage that lead out of the file, unknown filters, named types, and sizes that the file cannot hold.
struct Inventory {
  /// A dataset as its header describes it.
  struct Entry {
    let type: ElementType
    let shape: [Int]
    let dataset: StoredDataset
    /// Bytes in the file.
    let storedSize: Int

    var storage: StoredDataset.Storage { dataset.storage }

    /// Bytes of its elements before filters.
    var plainSize: Int { shape.reduce(type.size, *) }
  }

  private(set) var groups: [String] = []
  private(set) var datasets: [String: Entry] = [:]
  /// What is attached to each group and dataset.
  private(set) var attributes: [String: StoredAttributes] = [:]

  /// All datasets by path, in byte order.
  var datasetPaths: [String] { datasets.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

  private let name: String
  private let fileSize: Int
  private var addresses: Set<UInt64> = []

  private static let deepest = 16
  private static let mostObjects = 100_000
  private static let largestChunk = StoredDataset.largestChunk
  /// Bytes that a byte of the file can stand for at most: deflate's own bound.
  private static let largestGain = 1032

  /// Looks through an open file, from its root on.
  init(of file: FileReader, root: StoredObject) throws {
    name = file.path
    fileSize = file.size
    addresses = [file.root]
    try visit(root, in: file, depth: 0)
    try file.checkParts()
  }

  private mutating func visit(_ object: StoredObject, in file: FileReader, depth: Int) throws {
    let path = object.path
    guard depth < Self.deepest else { throw refusal(path, "lies too deep; expected at most \(Self.deepest) levels") }
    attributes[path] = object.attributes
    switch object.kind {
    case .other: throw refusal(path, "is neither a group nor a dataset")
    case .dataset(let dataset): datasets[path] = try entry(dataset)
    case .group(let links):
      groups.append(path)
      for link in links {
        let child = path == "/" ? "/" + link.name : path + "/" + link.name
        switch link.kind {
        case .hard: break
        case .soft: throw refusal(child, "is a soft link; expected an object of this file")
        case .external: throw refusal(child, "is a link into another file; expected an object of this file")
        case .userDefined: throw refusal(child, "is a user-defined link; expected an object of this file")
        }
      }
      for link in links {
        let child = path == "/" ? "/" + link.name : path + "/" + link.name
        guard addresses.insert(link.address).inserted else { throw refusal(child, "is there under two names") }
        guard addresses.count <= Self.mostObjects else {
          throw refusal(child, "is one object too many; expected at most \(Self.mostObjects)")
        }
        try visit(file.object(at: link.address, path: child), in: file, depth: depth + 1)
      }
    }
  }

  private func entry(_ dataset: StoredDataset) throws -> Entry {
    let (path, storage) = (dataset.path, dataset.storage)
    guard !storage.isExternal else { throw refusal(path, "keeps its values in another file") }
    guard storage.kind != .virtual else { throw refusal(path, "is a virtual dataset, put together from other files") }
    for filter in storage.filters where Filter(rawValue: filter) == nil {
      throw refusal(path, "passes filter \(filter); expected shuffle, deflate and fletcher32 only")
    }
    guard !storage.hasNamedType else { throw refusal(path, "has a named type; expected a plain one") }
    guard let type = dataset.type, let shape = dataset.shape else {
      throw HDF5Error(call: "read", object: path, cause: "its elements are neither plain numbers nor text")
    }
    let storedSize = try checkedSize(type, shape, dataset)
    return Entry(type: type, shape: shape, dataset: dataset, storedSize: storedSize)
  }

  /// Refuses extents that the stored bytes do not cover, before anything is allocated for them.
  /// - Returns: bytes that the elements take in the file.
  private func checkedSize(_ type: ElementType, _ shape: [Int], _ dataset: StoredDataset) throws -> Int {
    let path = dataset.path
    let absurd = "claims the shape \(shape), which a file of \(fileSize) bytes cannot hold"
    guard let count = shape.elementCount, count <= Int.max / 32 else { throw refusal(path, absurd) }
    guard count > 0 else {
      // Where one axis has no extent, nothing but this bounds the others.
      guard shape.allSatisfy({ $0 <= fileSize }) else { throw refusal(path, absurd) }
      return 0
    }
    guard dataset.storage.kind == .chunked else {
      let (size, overflow) = count.multipliedReportingOverflow(by: type.size)
      guard !overflow, size <= fileSize, try dataset.stored().bytes == size else { throw refusal(path, absurd) }
      return size
    }
    let chunk = dataset.storage.chunk
    guard chunk.count == shape.count, let chunkSize = (chunk + [type.size]).elementCount, chunkSize > 0,
      chunkSize <= Self.largestChunk
    else { throw refusal(path, "has chunks of \(chunk) elements; expected at most \(Self.largestChunk) bytes") }
    // Each chunk takes some bytes of the index at least.
    let extents = zip(shape, chunk).map { $0 / $1 + ($0 % $1 == 0 ? 0 : 1) }
    guard let chunks = extents.elementCount, chunks <= fileSize / 4 else { throw refusal(path, absurd) }
    let stored = try dataset.stored()
    guard stored.chunks == chunks else { throw refusal(path, "holds \(stored.chunks) of its \(chunks) chunks") }
    guard stored.bytes <= fileSize, chunks <= Int.max / Self.largestChunk,
      chunks * chunkSize / Self.largestGain <= stored.bytes
    else { throw refusal(path, absurd) }
    return stored.bytes
  }

  private func refusal(_ object: String, _ cause: String) -> StoreError { .refusal(name, object, cause) }
}
