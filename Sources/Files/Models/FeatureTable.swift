import Networks
import Store

/// A file of features, opened: its rows, labels and front end, and data sets over any of its rows.
///
/// ```swift
/// let table = try FeatureTable("features.h5")
/// let test = try table.dataset(of: fold.test)
/// ```
public final class FeatureTable {
  /// Where each row comes from.
  public let rows: [Row]
  /// The names of the classes.
  public let names: [String]
  /// The class of each row, an index into `names`; -1 where there is nothing to learn from a row.
  public let labels: [Int]
  /// How much of each class a row carries, one distribution a row, where the labels are soft; nil where they are not.
  public let shares: [[Float]]?  // [row, class]
  /// The name of each feature, one for each line of a row.
  public let features: [String]
  /// What was done to the recordings.
  public let frontend: Frontend
  /// The shape of one row.
  public var shape: [Int] { tensor.shape }

  private let path: String
  private let tensor: CachedTensor

  /// Opens a file of features whose rows will be read, and stay, as far as a fixed piece of memory reaches.
  /// - Parameter scratch: a folder whose disk may take the rest, decoded, where rows are wanted in any order and again
  ///   and again; nil where they are read one after another.
  public convenience init(_ path: String, scratch: String? = nil) throws {
    try self.init(path, budget: CachedTensor.usualBudget, scratch: scratch)
  }

  /// - Parameter budget: bytes that decoded rows may take in memory.
  init(_ path: String, budget: Int, scratch: String? = nil) throws {
    let file = try InputFile.open(path, expecting: .features)
    self.path = path
    rows = try file.rows()
    names = try file.texts("/labels/names")
    labels = try file.array("/labels/y", of: Int64.self).map(Int.init)
    shares = try file.labelShares(classes: names.count)
    features = try file.texts("/tensor/feature")
    frontend = try file.frontend()
    tensor = CachedTensor(try file.tensor(), budget: budget, scratch: scratch)
  }

  /// A data set of some rows, under numbers from 0 in the order of the list; the other rows do not exist for it.
  /// - Parameter knowingSpeakers: false keeps from it who speaks, so that a scaler by speaker has nothing to go by and
  ///   takes the scale of all training rows.
  public func dataset(of selection: [Int], knowingSpeakers: Bool = true) throws -> Dataset {
    for row in selection {
      guard rows.indices.contains(row) else {
        throw ModelError(
          cannot: "use row \(row) of", path, "it has \(rows.count) rows; the split belongs to another file")
      }
      guard names.indices.contains(labels[row]) else {
        throw ModelError(cannot: "use row '\(rows[row].id)' of", path, "it has no label")
      }
    }
    return try Dataset(
      rows: FeatureRows(selection, of: tensor), labels: selection.map { labels[$0] }, names: names,
      clips: selection.map { rows[$0].parent },
      speakers: knowingSpeakers ? selection.map { rows[$0].speaker } : nil,
      corpora: selection.map { rows[$0].corpus }, shares: shares.map { shares in selection.map { shares[$0] } })
  }
}

extension InputFile {
  /// The rows of `/labels/share`; nil where every row is of its label alone.
  fileprivate func labelShares(classes: Int) throws -> [[Float]]? {
    guard contains("/labels/share") else { return nil }
    let values: [Float] = try array("/labels/share")
    return stride(from: 0, to: values.count, by: max(classes, 1)).map { Array(values[$0..<$0 + classes]) }
  }
}

/// Some rows of a tensor in a file, under numbers of their own: row 0 is the first of the list.
///
/// What is not on the list cannot be read, so a training that is given the training and validation rows cannot see a
/// test row whatever it does.
public struct FeatureRows: RowSource {
  /// The rows of the file, in the order in which they are counted here.
  public let selection: [Int]
  /// The shape of one row: [features], or [features, time].
  public var shape: [Int] { tensor.shape }
  /// The number of rows.
  public var count: Int { selection.count }

  private let tensor: CachedTensor

  init(_ selection: [Int], of tensor: CachedTensor) {
    self.selection = selection
    self.tensor = tensor
  }

  /// Copies rows, one after another.
  public func read(_ rows: [Int], into buffer: UnsafeMutableBufferPointer<Float>) throws {
    let size = tensor.rowSize
    for (position, row) in rows.enumerated() {
      try tensor.copy(
        row: selection[row],
        to: UnsafeMutableBufferPointer(rebasing: buffer[position * size..<(position + 1) * size]))
    }
  }
}

/// A file's tensor, whose blocks are decoded when they are wanted.
///
/// Memory holds as many decoded blocks as its budget allows. Beyond that it depends on the order in which rows are
/// asked for. Where they come one after another, the block that was not used for longest makes room. Where they come in
/// any order and again and again, as in training, a block would be decoded for nearly every row; then blocks that do not
/// fit lie, decoded, in a spool on disk, and each is decoded once.
final class CachedTensor {
  /// Bytes that decoded blocks may take in memory.
  static let usualBudget = 64 << 20

  let shape: [Int]
  let rowSize: Int
  private let reader: TensorReader
  private let blockBytes: Int
  private var cache: BlockCache
  private var spool: RowSpool?
  private var isSpooled: [Bool]
  /// How many times a block was decoded.
  private(set) var decodedBlocks = 0

  /// - Parameters:
  ///   - budget: bytes that decoded blocks may take in memory.
  ///   - scratch: a folder whose disk may take the blocks that do not fit; nil where rows are asked for in order.
  init(_ reader: TensorReader, budget: Int = usualBudget, scratch: String? = nil) {
    self.reader = reader
    shape = reader.layout.rowShape
    rowSize = reader.layout.rowSize
    blockBytes = max(1, reader.layout.rowsPerChunk * reader.layout.rowSize * MemoryLayout<Float>.size)
    cache = BlockCache(capacity: budget / blockBytes)
    isSpooled = Array(repeating: false, count: reader.blockCount)
    if let scratch, reader.blockCount > cache.capacity {
      spool = try? RowSpool(in: scratch, rowSize: rowSize)
      if spool == nil { growCache() }
    }
  }

  func copy(row: Int, to buffer: UnsafeMutableBufferPointer<Float>) throws {
    let perBlock = reader.layout.rowsPerChunk, block = row / perBlock
    let place = row % perBlock * rowSize..<(row % perBlock + 1) * rowSize
    if let spool {
      if isSpooled[block] { return try spool.read(row, into: buffer) }
      if cache.isFull, !cache.holds(block) {
        let values = try decode(block)
        values.withUnsafeBufferPointer { _ = buffer.update(fromContentsOf: $0[place]) }
        return keep(values, of: block, in: spool)
      }
    }
    try cache.with(block, load: decode) { _ = buffer.update(fromContentsOf: $0[place]) }
  }

  private func decode(_ block: Int) throws -> [Float] {
    decodedBlocks += 1
    return try reader.block(block)
  }

  private func keep(_ values: [Float], of block: Int, in spool: RowSpool) {
    do {
      try values.withUnsafeBufferPointer { try spool.write($0, from: block * reader.layout.rowsPerChunk) }
      isSpooled[block] = true
    } catch {
      // No room on the disk: what the training needs is there all the same, only slower to come by.
      self.spool = nil
      growCache()
    }
  }

  /// Without a spool, memory is all there is.
  private func growCache() { cache.capacity = max(cache.capacity, availableMemory() / 2 / blockBytes) }
}

/// Decoded blocks of a tensor, as many as a budget has room for; the one that was not used for longest goes first.
struct BlockCache {
  /// How many blocks it may hold.
  var capacity: Int
  private var blocks: [Int: [Float]] = [:]
  private var uses: [Int: Int] = [:]
  private var clock = 0

  /// A cache of so many blocks, at least one.
  init(capacity: Int) { self.capacity = max(1, capacity) }

  /// Whether a block that comes in drives another out.
  var isFull: Bool { blocks.count >= capacity }

  /// Whether a block is here.
  func holds(_ block: Int) -> Bool { blocks[block] != nil }

  /// Calls the body with a block, which `load` brings when it is not here.
  mutating func with<Result>(
    _ block: Int, load: (Int) throws -> [Float], _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) throws -> Result {
    clock += 1
    uses[block] = clock
    if let values = blocks[block] { return try values.withUnsafeBufferPointer(body) }
    if isFull, let oldest = blocks.keys.min(by: { (uses[$0] ?? 0, $0) < (uses[$1] ?? 0, $1) }) {
      blocks[oldest] = nil
      uses[oldest] = nil
    }
    let values = try load(block)
    blocks[block] = values
    return try values.withUnsafeBufferPointer(body)
  }
}
