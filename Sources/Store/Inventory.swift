import HDF5

/// Everything that a file holds, by path, after a look at each object's header that refuses what Lilt never writes:
/// links and storage that lead out of the file, unknown filters, named types, and sizes that the file cannot hold.
struct Inventory {
  /// A dataset as its header describes it.
  struct Entry: Sendable {
    let type: ElementType
    let shape: [Int]
    let storage: Dataset.Storage
    /// Bytes in the file.
    let storedSize: Int

    /// Bytes of its elements before filters.
    var plainSize: Int { shape.reduce(type.size, *) }
  }

  private(set) var groups: [String] = []
  private(set) var datasets: [String: Entry] = [:]

  /// All datasets by path, in byte order.
  var datasetPaths: [String] { datasets.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

  private let name: String
  private let fileSize: Int
  private var addresses: Set<Int64> = []

  private static let deepest = 16
  private static let largestGroup = 100_000
  private static let largestChunk = 64 << 20

  /// Looks through an open file.
  /// - Parameters:
  ///   - name: the file's name, for errors.
  ///   - fileSize: its length as the file system says.
  init(of file: borrowing File, name: String, fileSize: Int) throws {
    self.name = name
    self.fileSize = fileSize
    try visit("/", in: file, depth: 0)
  }

  private mutating func visit(_ path: String, in file: borrowing File, depth: Int) throws {
    guard depth < Self.deepest else { throw refusal(path, "lies too deep; expected at most \(Self.deepest) levels") }
    let (kind, address) = try file.object(at: path)
    guard addresses.insert(address).inserted else { throw refusal(path, "is there under two names") }
    switch kind {
    case .other: throw refusal(path, "is neither a group nor a dataset")
    case .dataset: datasets[path] = try entry(path, in: file)
    case .group:
      groups.append(path)
      let group = try file.openGroup(path)
      let links = try group.links(atMost: Self.largestGroup)
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
        try visit(path == "/" ? "/" + link.name : path + "/" + link.name, in: file, depth: depth + 1)
      }
    }
  }

  private func entry(_ path: String, in file: borrowing File) throws -> Entry {
    // Storage first: asking a virtual dataset for its extents would open the files that it is made of.
    let dataset = try file.openDataset(path)
    let storage = try dataset.storage()
    guard storage.externalFiles == 0 else { throw refusal(path, "keeps its values in another file") }
    guard storage.kind != .virtual else { throw refusal(path, "is a virtual dataset, put together from other files") }
    for filter in storage.filters where Filter(rawValue: filter) == nil {
      throw refusal(path, "passes filter \(filter); expected shuffle, deflate and fletcher32 only")
    }
    guard try !dataset.hasNamedType() else { throw refusal(path, "has a named type; expected a plain one") }
    let shape = try dataset.shape()
    let entry = Entry(type: dataset.type, shape: shape, storage: storage, storedSize: dataset.storedSize())
    try checkSize(entry, dataset, path)
    return entry
  }

  /// Refuses extents that the stored bytes do not cover, before anything is allocated for them. HDF5 itself would make
  /// up the values of chunks that were never written.
  private func checkSize(_ entry: Entry, _ dataset: borrowing Dataset, _ path: String) throws {
    let absurd = "claims the shape \(entry.shape), which a file of \(fileSize) bytes cannot hold"
    guard let count = entry.shape.elementCount, count <= Int.max / 16 else { throw refusal(path, absurd) }
    guard count > 0 else { return }
    guard entry.storage.kind == .chunked else {
      guard entry.storedSize == entry.plainSize, entry.storedSize <= fileSize else { throw refusal(path, absurd) }
      return
    }
    let chunk = entry.storage.chunk
    guard chunk.count == entry.shape.count, let chunkSize = chunk.elementCount.map({ $0 * entry.type.size }),
      chunkSize > 0, chunkSize <= Self.largestChunk
    else { throw refusal(path, "has chunks of \(chunk) elements; expected at most \(Self.largestChunk) bytes") }
    // Each chunk takes some bytes of the index at least.
    guard let chunks = zip(entry.shape, chunk).map({ ($0 + $1 - 1) / $1 }).elementCount, chunks <= fileSize / 4,
      entry.storedSize <= fileSize
    else { throw refusal(path, absurd) }
    let stored = try dataset.storedChunkCount()
    guard stored == chunks else { throw refusal(path, "holds \(stored) of its \(chunks) chunks") }
  }

  private func refusal(_ object: String, _ cause: String) -> StoreError { .refusal(name, object, cause) }
}
