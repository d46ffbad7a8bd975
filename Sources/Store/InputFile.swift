import Glibc
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
  private let file: File

  /// Opens a file that must follow one of these schemas.
  public init(_ path: String, expecting schemas: [Schema]) throws {
    self.path = path
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw StoreError(.data, cannot: "read", path, String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw StoreError(.data, cannot: "read", path, "expected a regular file")
    }
    do {
      file = try File.open(path)
      guard try file.userBlock() == 0 else {
        throw StoreError(.data, cannot: "read", path, "it begins with bytes that are not HDF5's")
      }
      let name = try Self.schemaName(of: file, path)
      guard let schema = schemas.first(where: { $0.name == name }) else {
        let wanted = schemas.map(\.name).joined(separator: " or ")
        throw StoreError(.data, cannot: "read", path, "it is a \(name) file; expected \(wanted)")
      }
      self.schema = schema
      inventory = try Inventory(of: file, name: path, fileSize: Int(status.st_size))
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

  /// Reads a whole array of numbers, row-major.
  public func array<Value: Element>(_ path: String, of type: Value.Type = Value.self) throws -> [Value] {
    try read { file in try file.openDataset(path).read(type) }
  }

  /// Reads a whole column of texts and checks their hash.
  public func texts(_ path: String) throws -> [String] {
    try read { file in
      let dataset = try file.openDataset(path)
      let texts = try dataset.readTexts()
      try checkSeal(of: path, texts, dataset.attributes)
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
    try read { file in
      if inventory.datasets[path] != nil {
        let dataset = try file.openDataset(path)
        let texts = dataset.type == .text ? try dataset.readTexts() : []
        try checkSeal(of: path, texts, dataset.attributes)
        return try dataset.attributes.readTexts(name).texts
      }
      let group = try file.openGroup(path)
      try checkSeal(of: path, [], group.attributes)
      return try group.attributes.readTexts(name).texts
    }
  }

  /// Reads the numbers attached to a group or dataset.
  public func attached<Value: Element>(_ name: String, of path: String, as type: Value.Type) throws -> [Value] {
    try withAttributes(of: path) { try $0.read(type, name) }
  }

  /// The type and shape of what is attached to a group or dataset; nil where there is nothing of a known type.
  func attributeKind(_ name: String, of path: String) throws -> (type: ElementType, shape: [Int])? {
    try withAttributes(of: path) { try $0.contains(name) ? try $0.kind(of: name) : nil }
  }

  func withAttributes<Result>(of path: String, _ body: (Attributes) throws -> Result) throws -> Result {
    try read { file in
      if inventory.datasets[path] != nil {
        let dataset = try file.openDataset(path)
        return try body(dataset.attributes)
      }
      let group = try file.openGroup(path)
      return try body(group.attributes)
    }
  }

  /// Runs something that reads; HDF5's errors become sentences that name the file.
  func read<Result: ~Copyable>(_ body: (borrowing File) throws -> Result) throws -> Result {
    do {
      return try body(file)
    } catch let error as HDF5Error {
      throw StoreError(.data, cannot: "read", path, Self.spoken(error, path))
    }
  }

  func refusal(_ object: String, _ cause: String) -> StoreError { .refusal(path, object, cause) }

  private func checkSeal(of object: String, _ texts: [String], _ attributes: Attributes) throws {
    // Files from other programs may lack the hash; a damaged header cannot lose it, having a checksum of its own.
    guard try attributes.contains(TextSeal.attribute) else { return }
    var attached: [(name: String, texts: [String])] = []
    for name in try attributes.names() {
      if let kind = try attributes.kind(of: name), kind.type == .text {
        attached.append((name, try attributes.readTexts(name).texts))
      }
    }
    var seal = TextSeal()
    seal.add(texts)
    guard try attributes.read(UInt8.self, TextSeal.attribute) == seal.finish(attributes: attached) else {
      throw refusal(object, "has damaged text: its hash does not fit")
    }
  }

  private static func schemaName(of file: borrowing File, _ path: String) throws -> String {
    let root = try file.root()
    guard try root.attributes.contains("schema") else {
      throw StoreError(.data, cannot: "read", path, "it is an HDF5 file, but not one of Lilt's")
    }
    return try root.attributes.readTexts("schema").texts.first ?? ""
  }

  private static func spoken(_ error: HDF5Error, _ path: String) -> String {
    error.object == path ? error.cause : "\(error.object): \(error.cause)"
  }
}
