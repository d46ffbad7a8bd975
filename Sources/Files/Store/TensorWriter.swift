import HDF5

/// Writes `/tensor/x`, `[row, feature, time]` or `[row, feature]`, with its named axes and the rows' lengths.
public final class TensorWriter: Writer {
  /// How rows are cut into chunks; `layout.encode` is what worker threads call.
  public let layout: TensorLayout
  /// Rows written so far.
  public private(set) var rowCount = 0

  private let session: Session
  private let path: String
  private let features: TextWriter
  private let lengths: ArrayWriter<Int64>
  private let times: [Double]?
  private var dataset: HDF5Dataset?
  private var pending: [Float] = []

  /// The axes of a tensor.
  public struct Axes: Sendable {
    /// The name of each feature, in order.
    public var features: [String]
    /// The unit of each feature, in order; empty for a number without one.
    public var units: [String]
    /// The middle of each frame in seconds; nil for tensors without a time axis.
    public var times: [Double]?

    /// The axes by their scales.
    public init(features: [String], units: [String], times: [Double]? = nil) {
      self.features = features
      self.units = units
      self.times = times
    }

    /// Extents of one row: [F, T] or [D].
    public var rowShape: [Int] { [features.count] + (times.map { [$0.count] } ?? []) }
  }

  init(_ session: Session, _ group: String, axes: Axes) throws {
    precondition(axes.units.count == axes.features.count, "every feature has a unit, if an empty one")
    self.session = session
    path = group + "/x"
    layout = TensorLayout(rowShape: axes.rowShape)
    times = axes.times
    try session.makeGroup(group)
    let (path, layout) = (path, layout)
    dataset = try session.write { file in
      try file.makeDataset(
        path, .float32, shape: [0] + layout.rowShape,
        layout: ChunkLayout(chunk: layout.chunk, maximum: [nil] + layout.rowShape, compressed: true))
    }
    lengths = try ArrayWriter(session, group + "/length")
    features = try TextWriter(session, group + "/feature")
    try features.append(axes.features)
    try session.attach("units", axes.units, shape: [axes.units.count], to: group + "/feature")
  }

  /// Adds one block of encoded rows.
  /// - Parameter lengths: how many frames each row had before it was padded or cut to the time axis; for tensors
  ///   without one, how many frames the row was computed from.
  public func append(block: [EncodedChunk], lengths: [Int64]) throws {
    precondition(block.count == layout.bands && pending.isEmpty && rowCount.isMultiple(of: layout.rowsPerChunk))
    precondition(lengths.count <= layout.rowsPerChunk, "a block has at most \(layout.rowsPerChunk) rows")
    try write(block, rows: lengths.count)
    try self.lengths.append(lengths)
  }

  /// Adds one row, and encodes it on this thread when its block is complete.
  public func append(row: [Float], length: Int64) throws {
    precondition(row.count == layout.rowSize, "a row has \(layout.rowSize) elements")
    pending += row
    try lengths.append(length)
    if pending.count == layout.rowsPerChunk * layout.rowSize { try writePending() }
  }

  func finish() throws {
    try writePending()
    try lengths.finish()
    try features.nameAxis(1, of: dataset!, as: "feature")
    try features.finish()
    if let times { try writeTimes(times) }
    try session.write { _ in
      if let dataset = dataset.take() { try dataset.close() }
    }
  }

  private func writePending() throws {
    guard !pending.isEmpty else { return }
    try write(layout.encode(pending), rows: pending.count / max(1, layout.rowSize))
    pending.removeAll(keepingCapacity: true)
  }

  private func write(_ block: [EncodedChunk], rows: Int) throws {
    let first = rowCount
    rowCount += rows
    try session.write { _ in
      try dataset!.extend(to: [rowCount] + layout.rowShape)
      for (index, chunk) in block.enumerated() {
        let origin = [first, index * layout.band] + layout.rowShape.dropFirst().map { _ in 0 }
        try chunk.bytes.withUnsafeBytes { try dataset!.writeChunk($0, mask: chunk.mask, at: origin) }
      }
    }
  }

  private func writeTimes(_ times: [Double]) throws {
    let path = Session.parent(of: path) + "/time"
    let writer = try ArrayWriter<Double>(session, path, rows: times.count)
    try writer.append(times)
    try writer.finish()
    try session.attach("units", ["s"], shape: [], to: path)
    try session.write { file in
      let scale = try file.openDataset(path)
      try scale.becomeScale(named: "time")
      try dataset!.attach(scale, axis: 2)
      try scale.close()
    }
  }
}
