import HDF5

extension InputFile {
  /// Reads every value of the file: each chunk against its checksum, each text against its object's hash, and floats
  /// that must be real numbers.
  /// - Returns: what is wrong, object by object; empty when nothing is.
  public func verify() -> [StoreError] {
    var problems: [StoreError] = []
    func note(_ body: () throws -> Void) {
      do {
        try body()
      } catch {
        problems.append(error as? StoreError ?? StoreError(.data, cannot: "read", path, "\(error)"))
      }
    }
    file.watchTexts()
    for group in groupPaths { note { try verifyAttachments(of: group) } }
    for dataset in datasetPaths {
      note {
        try verifyAttachments(of: dataset)
        try verifyValues(of: dataset)
      }
    }
    // All texts are read by now, and with them all that takes room.
    if (try? text(Self.gapsAttribute, of: "/")) == "zero" { note { try verifyGaps() } }
    return problems
  }

  /// The root attribute that says that bytes which belong to no part of the file are zero.
  static let gapsAttribute = "gaps"

  /// Clears the bytes that belong to no part of a file that was just written.
  func clearGaps() throws {
    for group in groupPaths { try verifyAttachments(of: group) }
    for dataset in datasetPaths {
      try verifyAttachments(of: dataset)
      if type(of: dataset) == .text { _ = try texts(dataset) }
    }
    try read { try file.clearGaps() }
  }

  private func verifyGaps() throws {
    if let place = file.leftOverText {
      throw StoreError(
        .data, cannot: "read", path, "it is damaged: nothing leads to its text at byte \(place) any more")
    }
    guard let place = try read({ try file.firstByteInGaps() }) else { return }
    throw StoreError(
      .data, cannot: "read", path, "it is damaged: its byte \(place), which belongs to no part of it, is not zero")
  }

  private func verifyAttachments(of object: String) throws {
    for name in try attributeNames(of: object) {
      // Of another type are only the marks that HDF5 itself puts on named axes.
      guard let kind = try attributeKind(name, of: object) else { continue }
      if kind.type == .text { _ = try attachedTexts(name, of: object) }
    }
  }

  private func verifyValues(of dataset: String) throws {
    guard let entry = inventory.datasets[dataset] else { return }
    switch entry.type {
    case .text: _ = try texts(dataset)
    case .float32: try verify(dataset, entry, Float.self)
    case .float64: try verify(dataset, entry, Double.self)
    case .int8: try verify(dataset, entry, Int8.self)
    case .int16: try verify(dataset, entry, Int16.self)
    case .int32: try verify(dataset, entry, Int32.self)
    case .int64: try verify(dataset, entry, Int64.self)
    case .uint8: try verify(dataset, entry, UInt8.self)
    case .uint16: try verify(dataset, entry, UInt16.self)
    case .uint32: try verify(dataset, entry, UInt32.self)
    case .uint64: try verify(dataset, entry, UInt64.self)
    }
  }

  private func verify<Value: Element>(_ path: String, _ entry: Inventory.Entry, _ type: Value.Type) throws {
    let mustBeFinite = mustBeFinite(path)
    try forEachBlock(of: path, entry, type) { first, values in
      if mustBeFinite {
        try values.withUnsafeBufferPointer { try checkFinite($0, of: path) { "element \(first + $0)" } }
      }
    }
  }

  /// Reads a dataset in blocks of whole chunks, so that memory does not grow with it.
  private func forEachBlock<Value: Element>(
    of path: String, _ entry: Inventory.Entry, _ type: Value.Type, _ body: (_ first: Int, [Value]) throws -> Void
  ) throws {
    let rowSize = max(1, entry.shape.dropFirst().reduce(1, *))
    guard let rows = entry.shape.first, rows > 0, entry.shape.elementCount != 0 else {
      return try body(0, array(path))
    }
    let chunkRows = entry.storage.chunk.first ?? rows
    let step = max(1, (1 << 20) / (chunkRows * rowSize)) * chunkRows
    for start in stride(from: 0, to: rows, by: step) {
      let range = start..<min(rows, start + step)
      try body(start * rowSize, read { try entry.dataset.read(type, rows: range) })
    }
  }
}
