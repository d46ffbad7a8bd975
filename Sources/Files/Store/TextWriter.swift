import HDF5

/// Writes a column of texts in blocks, and the hash that guards them.
public final class TextWriter: Writer {
  /// Where it stands in the file.
  public let path: String
  /// Texts written so far.
  public private(set) var rowCount = 0

  private let session: Session
  private var dataset: Dataset?
  private var seal: TextSeal? = TextSeal()
  private var pending: [String] = []

  private static let blockSize = 1024

  init(_ session: Session, _ path: String) throws {
    self.session = session
    self.path = path
    try session.makeGroup(Session.parent(of: path))
  }

  /// Adds one text.
  public func append(_ text: String) throws {
    pending.append(text)
    rowCount += 1
    if pending.count == Self.blockSize { try writeBlock() }
  }

  /// Adds texts.
  public func append(_ texts: some Sequence<String>) throws {
    for text in texts { try append(text) }
  }

  /// Makes the column the names of an axis, and attaches it to one axis of an array.
  func nameAxis(_ axis: Int, of array: borrowing Dataset, as name: String) throws {
    try writeBlock()
    try session.write { _ in
      try dataset!.becomeScale(named: name)
      try array.attach(dataset!, axis: axis)
    }
  }

  func finish() throws {
    guard seal != nil else { return }
    try writeBlock()
    if let seal = seal.take() { try session.complete(path, seal) }
    try session.write { _ in
      if let dataset = dataset.take() { try dataset.close() }
    }
  }

  private func writeBlock() throws {
    guard !pending.isEmpty || dataset == nil else { return }
    // Only now is it known whether there are enough texts to fill a block.
    let layout = Layout(chunk: [max(1, pending.count)], maximum: [nil])
    try session.write { file in
      if dataset == nil { dataset = try file.makeDataset(path, .text, shape: [0], layout: layout) }
      try dataset!.append(texts: pending)
    }
    seal?.add(pending)
    pending.removeAll(keepingCapacity: true)
  }
}
