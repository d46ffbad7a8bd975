internal import CHDF5

/// What one element of a dataset or attribute is, in the file: little-endian numbers, or UTF-8 text of any length.
public enum ElementType: String, Sendable, CaseIterable {
  case float32, float64, int8, int16, int32, int64, uint8, uint16, uint32, uint64, text

  /// Bytes of one element in the file; for text, of its reference.
  public var size: Int {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    case .text: Library.referenceSize
    }
  }

  /// A new handle on the type as it stands in the file.
  func stored() throws -> Handle {
    try Handle("H5Tcopy", on: rawValue, release: .type) {
      switch self {
      case .float32: H5Tcopy(lilt_h5t_ieee_f32le())
      case .float64: H5Tcopy(lilt_h5t_ieee_f64le())
      case .int8: H5Tcopy(lilt_h5t_std_i8le())
      case .int16: H5Tcopy(lilt_h5t_std_i16le())
      case .int32: H5Tcopy(lilt_h5t_std_i32le())
      case .int64: H5Tcopy(lilt_h5t_std_i64le())
      case .uint8: H5Tcopy(lilt_h5t_std_u8le())
      case .uint16: H5Tcopy(lilt_h5t_std_u16le())
      case .uint32: H5Tcopy(lilt_h5t_std_u32le())
      case .uint64: H5Tcopy(lilt_h5t_std_u64le())
      case .text: ElementType.variableText()
      }
    }
  }

  /// The type that an open datatype is, or nil when it is none that Lilt's files use.
  init?(of type: hid_t) throws {
    if try attempt("H5Tis_variable_str", on: "type", { H5Tis_variable_str(type) }) > 0 {
      self = .text
      return
    }
    for candidate in ElementType.allCases where candidate != .text {
      let stored = try candidate.stored()
      if try attempt("H5Tequal", on: "type", { H5Tequal(type, stored.id) }) > 0 {
        self = candidate
        return
      }
    }
    return nil
  }

  private static func variableText() -> hid_t {
    let type = H5Tcopy(lilt_h5t_c_s1())
    guard H5Tset_size(type, lilt_h5t_variable()) >= 0, H5Tset_cset(type, H5T_CSET_UTF8) >= 0 else {
      H5Tclose(type)
      return -1
    }
    return type
  }
}

/// A number that datasets and attributes hold.
public protocol Element: BitwiseCopyable, Sendable {
  /// Its type in the file.
  static var elementType: ElementType { get }
}

extension Float: Element {
  /// IEEE 754 single precision, little end first.
  public static var elementType: ElementType { .float32 }
}
extension Double: Element {
  /// IEEE 754 double precision, little end first.
  public static var elementType: ElementType { .float64 }
}
extension Int8: Element {
  /// Signed, 8 bits.
  public static var elementType: ElementType { .int8 }
}
extension Int16: Element {
  /// Signed, 16 bits, little end first.
  public static var elementType: ElementType { .int16 }
}
extension Int32: Element {
  /// Signed, 32 bits, little end first.
  public static var elementType: ElementType { .int32 }
}
extension Int64: Element {
  /// Signed, 64 bits, little end first.
  public static var elementType: ElementType { .int64 }
}
extension UInt8: Element {
  /// Unsigned, 8 bits.
  public static var elementType: ElementType { .uint8 }
}
extension UInt16: Element {
  /// Unsigned, 16 bits, little end first.
  public static var elementType: ElementType { .uint16 }
}
extension UInt32: Element {
  /// Unsigned, 32 bits, little end first.
  public static var elementType: ElementType { .uint32 }
}
extension UInt64: Element {
  /// Unsigned, 64 bits, little end first.
  public static var elementType: ElementType { .uint64 }
}

extension Element {
  /// The library's name for this type in memory; the library owns it.
  static var native: hid_t {
    switch elementType {
    case .float32: lilt_h5t_native_float()
    case .float64: lilt_h5t_native_double()
    case .int8: lilt_h5t_native_int8()
    case .int16: lilt_h5t_native_int16()
    case .int32: lilt_h5t_native_int32()
    case .int64: lilt_h5t_native_int64()
    case .uint8: lilt_h5t_native_uint8()
    case .uint16: lilt_h5t_native_uint16()
    case .uint32: lilt_h5t_native_uint32()
    case .uint64: lilt_h5t_native_uint64()
    case .text: -1
    }
  }
}

/// Shapes as the library takes them: a handle on extents, and the selections that reads and writes use.
enum Dataspace {
  static let unlimited = hsize_t.max

  /// A space of the given extents; an empty list is one single value.
  /// - Parameter maximum: how far each axis may grow, nil for without bound; the extents themselves when left out.
  static func make(_ shape: [Int], maximum: [Int?]? = nil, for object: String) throws -> Handle {
    try Handle("H5Screate_simple", on: object, release: .space) {
      guard !shape.isEmpty else { return H5Screate(H5S_SCALAR) }
      let limits = maximum?.map { $0.map { hsize_t($0) } ?? unlimited } ?? shape.map { hsize_t($0) }
      return H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, limits)
    }
  }

  /// The extents of an open space; nil for a space that is neither simple nor scalar, or too large to count.
  static func shape(of space: hid_t, object: String) throws -> [Int]? {
    guard try attempt("H5Sis_simple", on: object, { H5Sis_simple(space) }) > 0,
      H5Sget_simple_extent_type(space) != H5S_NULL
    else { return nil }
    let rank = Int(try attempt("H5Sget_simple_extent_ndims", on: object) { H5Sget_simple_extent_ndims(space) })
    guard rank > 0 else { return [] }
    var extents = [hsize_t](repeating: 0, count: rank)
    try attempt("H5Sget_simple_extent_dims", on: object) { H5Sget_simple_extent_dims(space, &extents, nil) }
    let shape = extents.compactMap { Int(exactly: $0) }
    return shape.count == rank ? shape : nil
  }

  /// Restricts an open space to a block.
  static func select(_ start: [Int], _ count: [Int], in space: hid_t, object: String) throws {
    try attempt("H5Sselect_hyperslab", on: object) {
      H5Sselect_hyperslab(
        space, H5S_SELECT_SET, start.map { hsize_t($0) }, nil, count.map { hsize_t($0) }, nil)
    }
  }
}

extension Sequence<Int> {
  /// The number of elements of a shape, or nil where it does not fit an integer.
  public var elementCount: Int? {
    var product = 1
    for extent in self {
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      guard !overflow, extent >= 0 else { return nil }
      product = next
    }
    return product
  }
}
