internal import CHDF5

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
