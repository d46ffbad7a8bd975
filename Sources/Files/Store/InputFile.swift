import HDF5

/// A file of the store, opened for reading and found to be what it should be.
///
/// Opening checks the schema, every object's presence, rank, type and size, the alignment of rows and the order of
/// offsets, and refuses files that lead outside themselves. `verify()` reads every value as well. Not for several
/// threads: one reads, workers decode.
public final class InputFile {
  /// Its path as it was given.
  public let path: String
  /// The schema that it names and follows.
  public let schema: Schema
  let inventory: Inventory
  let file: FileReader

  /// Opens a file that must follow one of these schemas.
  public init(_ path: String, expecting schemas: [Schema]) throws {
    self.path = path
    do {
      file = try FileReader(path)
      let root = try file.object(at: file.root, path: "/")
      let name = try Self.schemaName(of: root, path)
      guard let schema = schemas.first(where: { $0.name == name }) else {
        let wanted = schemas.map(\.name).joined(separator: " or ")
        throw StoreError(.data, cannot: "read", path, "it is a \(name) file; expected \(wanted)")
      }
      self.schema = schema
      inventory = try Inventory(of: file, root: root)
    } catch let error as HDF5Error {
      throw StoreError(.data, cannot: "read", path, Self.spoken(error, path))
    }
    var check = SchemaCheck(self)
    try check.run(schema)
    if inventory.datasets["/audio/offsets"] != nil { _ = try ragged("/audio") }
  }

  /// Opens a file that must follow one of these schemas.
  public static func open(_ path: String, expecting schemas: Schema...) throws -> InputFile {
    try InputFile(path, expecting: schemas)
  }

  /// All datasets by path, in byte order.
  public var datasetPaths: [String] { inventory.datasetPaths }

  /// All groups by path.
  public var groupPaths: [String] { inventory.groups }

  /// Whether there is a dataset of this path.
  public func contains(_ path: String) -> Bool { inventory.datasets[path] != nil }

  /// The extents of a dataset; nil where there is none.
  public func shape(of path: String) -> [Int]? { inventory.datasets[path]?.shape }

  /// What a dataset holds; nil where there is none.
  public func type(of path: String) -> ElementType? { inventory.datasets[path]?.type }

  /// Reads a whole array of numbers, row-major; where the schema asks for real numbers, no other is let through.
  public func array<Value: Element>(_ path: String, of type: Value.Type = Value.self) throws -> [Value] {
    let entry = try entry(path)
    guard entry.plainSize <= max(Self.readilyHeld, Self.largestGain * file.size) else {
      throw refusal(path, "would take \(entry.plainSize) bytes of memory, where the file has \(file.size)")
    }
    let values = try read { try entry.dataset.read(type) }
    if mustBeFinite(path) { try values.withUnsafeBufferPointer { try checkFinite($0, of: path) } }
    return values
  }

  /// Reads a whole column of texts and checks their hash.
  public func texts(_ path: String) throws -> [String] {
    let entry = try entry(path)
    return try read {
      let texts = try entry.dataset.readTexts()
      try checkSeal(of: path, texts)
      return texts
    }
  }

  /// Reads a text attached to a group or dataset.
  public func text(_ name: String, of path: String) throws -> String {
    let texts = try attachedTexts(name, of: path)
    guard texts.count == 1 else { throw refusal("\(path)@\(name)", "holds \(texts.count) texts; expected one") }
    return texts[0]
  }

  /// Reads the texts attached to a group or dataset.
  public func attachedTexts(_ name: String, of path: String) throws -> [String] {
    try read {
      let isText = inventory.datasets[path]?.type == .text
      try checkSeal(of: path, isText ? try entry(path).dataset.readTexts() : [])
      return try attributes(of: path).texts(name)
    }
  }

  /// Reads the numbers attached to a group or dataset.
  public func attached<Value: Element>(_ name: String, of path: String, as type: Value.Type) throws -> [Value] {
    try read { try attributes(of: path).numbers(name) }
  }

  /// Reads one whole number attached to a group or dataset.
  /// - Parameter range: what it may be; anything else is refused.
  public func number(_ name: String, of path: String, in range: ClosedRange<Int>) throws -> Int {
    let values = try attached(name, of: path, as: Int64.self)
    guard values.count == 1, let value = Int(exactly: values[0]), range.contains(value) else {
      throw refusal(
        "\(path)@\(name)",
        "holds \(values.map(String.init).joined(separator: ", ")); expected "
          + "\(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// The type and shape of what is attached to a group or dataset; nil where there is nothing of a known type.
  func attributeKind(_ name: String, of path: String) throws -> (type: ElementType, shape: [Int])? {
    try attributes(of: path)[name].flatMap { attribute in attribute.type.map { ($0, attribute.shape) } }
  }

  /// The names of what is attached to a group or dataset.
  func attributeNames(of path: String) throws -> [String] { try attributes(of: path).names }

  /// A dataset, to be read in parts.
  func dataset(_ path: String) throws -> StoredDataset { try entry(path).dataset }

  /// Runs something that reads; HDF5's errors become sentences that name the file.
  func read<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as HDF5Error {
      throw StoreError(.data, cannot: "read", path, Self.spoken(error, path))
    }
  }

  private func entry(_ path: String) throws -> Inventory.Entry {
    guard let entry = inventory.datasets[path] else { throw refusal(path, "is missing") }
    return entry
  }

  private func attributes(of path: String) throws -> StoredAttributes {
    guard let attributes = inventory.attributes[path] else { throw refusal(path, "is missing") }
    return attributes
  }

  func refusal(_ object: String, _ cause: String) -> StoreError { .refusal(path, object, cause) }

  private func checkSeal(of object: String, _ texts: [String]) throws {
    let attributes = try attributes(of: object)
    // Files from other programs may lack the hash; a damaged header cannot lose it, having a checksum of its own.
    guard attributes[TextSeal.attribute] != nil else { return }
    var attached: [(name: String, texts: [String])] = []
    for name in attributes.names where attributes[name]?.type == .text {
      attached.append((name, try attributes.texts(name)))
    }
    var seal = TextSeal()
    seal.add(texts)
    guard try attributes.numbers(TextSeal.attribute, as: UInt8.self) == seal.finish(attributes: attached) else {
      throw refusal(object, "has damaged text: its hash does not fit")
    }
  }

  private static func schemaName(of root: StoredObject, _ path: String) throws -> String {
    guard root.attributes["schema"] != nil else {
      throw StoreError(.data, cannot: "read", path, "it is an HDF5 file, but not one of Lilt's")
    }
    return try root.attributes.texts("schema").first ?? ""
  }

  // Whole arrays in memory: what anybody has, or what deflate makes of numbers that are mostly zero.
  private static let readilyHeld = 256 << 20
  private static let largestGain = 64

  private static func spoken(_ error: HDF5Error, _ path: String) -> String {
    error.object == path ? error.cause : "\(error.object): \(error.cause)"
  }
}

/// Looks for numbers that are none, at the speed of memory: blocks are looked at as a whole first.
public enum Finite {
  /// The place of the first number that is infinite or none; nil where all are real.
  public static func firstBreach<Value: Element>(in values: UnsafeBufferPointer<Value>) -> Int? {
    switch Value.elementType {
    case .float32: values.withMemoryRebound(to: UInt32.self) { firstBreach(in: $0, exponent: 0x7F80_0000) }
    case .float64: values.withMemoryRebound(to: UInt64.self) { firstBreach(in: $0, exponent: 0x7FF0_0000_0000_0000) }
    default: nil
    }
  }

  /// A number is none where all bits of its exponent are set; then it is the greatest, the sign aside.
  @inline(__always)
  private static func firstBreach<Bits: FixedWidthInteger & UnsignedInteger>(
    in values: UnsafeBufferPointer<Bits>, exponent: Bits
  ) -> Int? {
    let block = 1024, magnitude = Bits.max >> 1
    var place = 0
    while place < values.count {
      let end = min(values.count, place + block)
      var greatest: Bits = 0
      for index in place..<end { greatest = max(greatest, values[index] & magnitude) }
      if greatest >= exponent { return (place..<end).first { values[$0] & magnitude >= exponent } }
      place = end
    }
    return nil
  }
}

extension InputFile {
  /// Refuses numbers that are infinite or none.
  /// - Parameter spoken: where an element stands, in words, from its place among the values.
  func checkFinite<Value: Element>(
    _ values: UnsafeBufferPointer<Value>, of path: String, at spoken: (Int) -> String = { "element \($0)" }
  ) throws {
    guard let place = Finite.firstBreach(in: values) else { return }
    throw refusal(path, "holds \(values[place]) at \(spoken(place)); expected finite numbers")
  }

  /// A row by its name, for messages: `row 'crema-d/1001_DFA_ANG_XX'`, or by its number where it has none.
  func spokenRow(_ row: Int) -> String {
    guard let names = try? texts("/rows/id"), names.indices.contains(row) else { return "row \(row)" }
    return "row '\(names[row])'"
  }

  /// Whether every number of a dataset must be a real one: where the schema says so, and in parameters, scalers and
  /// states of training.
  func mustBeFinite(_ dataset: String) -> Bool {
    ["/model/", "/scaler/", "/state/"].contains(where: dataset.hasPrefix)
      || schema.items.contains { $0.range == .finite && SchemaCheck.matches(dataset, $0.path) }
  }
}
