/// A group or dataset as its header describes it.
public struct StoredObject {
  /// Where it stands in the file, for example `/rows`.
  public let path: String
  /// What it is.
  public let kind: Kind
  /// What is attached to it, by name in byte order.
  public let attributes: StoredAttributes

  /// What an object can be.
  public enum Kind {
    /// Names in it, in byte order.
    case group([StoredLink])
    /// An array.
    case dataset(StoredDataset)
    /// A named datatype, or something newer.
    case other
  }

  init(at address: UInt64, path: String, in reader: FileReader) throws {
    self.path = path
    let file = reader.file
    let header = try ObjectHeader(at: address, in: file)
    if let stray = header.messages.first(where: { $0.isShared && $0.kind != .datatype }) {
      throw Flaw("its header shares a message of kind \(stray.kind.rawValue) with others")
    }
    var attributes = try header.all(.attribute).map { try StoredAttribute($0.content) }
    if let dense = try Self.dense(header.one(.attributeInfo), countedSize: 2) {
      attributes += try dense.messages(.attributes, in: file).map { try StoredAttribute($0) }
    }
    self.attributes = try StoredAttributes(attributes, path: path, heap: reader.heap)
    if let info = try header.one(.linkInfo) {
      var links = try header.all(.link).map { try StoredLink($0.content) }
      if let dense = try Self.dense(info, countedSize: 8) {
        links += try dense.messages(.links, in: file).map { try StoredLink($0) }
      }
      links.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      if let twin = zip(links, links.dropFirst()).first(where: { $0.name == $1.name }) {
        throw Flaw("it holds two objects of the name '\(twin.0.name)'")
      }
      kind = .group(links)
    } else if let space = try header.one(.dataspace), let type = try header.one(.datatype),
      let layout = try header.one(.layout)
    {
      kind = .dataset(
        try StoredDataset(
          path: path, space: StoredSpace(space.content),
          // A shared type is a name of another object's, not a type.
          type: type.isShared ? nil : StoredType(type.content), layout: StoredLayout(layout.content),
          filters: header.one(.filters).map { try storedFilters($0.content) } ?? [],
          hasExternalFiles: !header.all(.externalFiles).isEmpty, reader: reader))
    } else {
      kind = .other
    }
  }

  /// Where links or attributes lie that do not lie in the header; nil where there are none.
  /// - Parameter countedSize: bytes of the counter that stands there where the order of creation is kept.
  private static func dense(_ message: ObjectHeader.Message?, countedSize: Int) throws -> DenseStorage? {
    guard var bytes = message?.content else { return nil }
    try bytes.expect(version: 0)
    let flags = try bytes.byte()
    guard flags & ~0b11 == 0 else { throw Flaw.damaged("header") }
    if flags & 1 != 0 { try bytes.skip(countedSize) }
    guard let heap = try bytes.address() else { return nil }
    guard let names = try bytes.address() else { throw Flaw.damaged("header") }
    return DenseStorage(heap: heap, names: names)
  }
}
