internal import CHDF5

/// The attributes of an open group or dataset: small values stored with it.
///
/// Valid only as long as the group or dataset it came from is open; afterwards every call throws.
public struct Attributes {
  let owner: hid_t
  let path: String
  let heap: TextHeap

  /// The names, in byte order.
  public func names() throws -> [String] {
    let found = Found()
    try attempt("H5Aiterate", on: path) {
      H5Aiterate2(
        owner, H5_INDEX_NAME, H5_ITER_INC, nil,
        { _, name, _, found in
          Found.of(found)?.add(name)
          return 0
        }, found.context)
    }
    return found.all.compactMap(\.name)
  }

  /// Whether there is an attribute of this name.
  public func contains(_ name: String) throws -> Bool {
    try attempt("H5Aexists", on: path) { H5Aexists(owner, name) } > 0
  }

  /// Writes one number.
  public func write(_ name: String, _ value: some Element) throws { try write(name, [value], shape: []) }

  /// Writes an array of numbers in row-major order.
  public func write<T: Element>(_ name: String, _ values: [T], shape: [Int]? = nil) throws {
    try create(name, T.elementType, shape: shape ?? [values.count], count: values.count) { attribute in
      values.withUnsafeBytes { H5Awrite(attribute, T.native, $0.baseAddress) }
    }
  }

  /// Writes one text.
  public func write(_ name: String, _ text: String) throws { try write(name, texts: [text], shape: []) }

  /// Writes an array of texts in row-major order.
  public func write(_ name: String, texts: [String], shape: [Int]? = nil) throws {
    let encoded = try EncodedTexts(texts, object: path)
    let type = try ElementType.text.stored()
    try create(name, .text, shape: shape ?? [texts.count], count: texts.count) { attribute in
      encoded.withPointers { H5Awrite(attribute, type.id, $0.baseAddress) }
    }
  }

  /// Reads numbers of exactly this type.
  public func read<T: Element>(_ type: T.Type, _ name: String) throws -> [T] {
    let count = try checkedCount(shape(of: name, T.elementType), name)
    let attribute = try open(name)
    return try [T](unsafeUninitializedCapacity: count) { buffer, filled in
      if count > 0 {
        try attempt("H5Aread", on: spoken(name)) { H5Aread(attribute.id, T.native, buffer.baseAddress) }
      }
      filled = count
    }
  }

  /// Reads texts and their shape.
  public func readTexts(_ name: String) throws -> (texts: [String], shape: [Int]) {
    let shape = try shape(of: name, .text)
    let count = try checkedCount(shape, name)
    let attribute = try open(name)
    guard count > 0 else { return ([], shape) }
    let opaque = try Handle("H5Tcreate", on: name, release: .type) { H5Tcreate(H5T_OPAQUE, Library.referenceSize) }
    var references = [UInt8](repeating: 0, count: count * Library.referenceSize)
    try attempt("H5Aread", on: spoken(name)) { H5Aread(attribute.id, opaque.id, &references) }
    return try references.withUnsafeBytes { (try heap.strings($0, object: spoken(name)), shape) }
  }

  /// The type and shape of an attribute; nil where it is of a kind that Lilt does not use.
  public func kind(of name: String) throws -> (type: ElementType, shape: [Int])? {
    let attribute = try open(name)
    let type = try Handle("H5Aget_type", on: spoken(name), release: .type) { H5Aget_type(attribute.id) }
    let space = try Handle("H5Aget_space", on: spoken(name), release: .space) { H5Aget_space(attribute.id) }
    guard let element = try ElementType(of: type.id),
      let shape = try Dataspace.shape(of: space.id, object: spoken(name))
    else { return nil }
    return (element, shape)
  }

  private func create(
    _ name: String, _ type: ElementType, shape: [Int], count: Int, _ write: (hid_t) -> herr_t
  ) throws {
    precondition(shape.elementCount == count, "an attribute's shape must hold its values")
    let stored = try type.stored()
    let space = try Dataspace.make(shape, for: spoken(name))
    let attribute = try Handle("H5Acreate", on: spoken(name), release: .attribute) {
      H5Acreate2(owner, name, stored.id, space.id, 0, 0)
    }
    if count > 0 { try attempt("H5Awrite", on: spoken(name)) { write(attribute.id) } }
    try attribute.close(spoken(name))
  }

  private func open(_ name: String) throws -> Handle {
    try Handle("H5Aopen", on: spoken(name), release: .attribute) { H5Aopen(owner, name, 0) }
  }

  private func shape(of name: String, _ expected: ElementType) throws -> [Int] {
    guard try contains(name) else {
      throw HDF5Error(call: "H5Aopen", object: spoken(name), cause: "there is no such attribute")
    }
    guard let kind = try kind(of: name), kind.type == expected else {
      throw HDF5Error(call: "H5Aopen", object: spoken(name), cause: "expected \(expected.rawValue)")
    }
    return kind.shape
  }

  private func checkedCount(_ shape: [Int], _ name: String) throws -> Int {
    guard let count = shape.elementCount, count <= 1 << 20 else {
      throw HDF5Error(call: "H5Aread", object: spoken(name), cause: "its shape \(shape) is absurd")
    }
    return count
  }

  private func spoken(_ name: String) -> String { "\(path)@\(name)" }
}
