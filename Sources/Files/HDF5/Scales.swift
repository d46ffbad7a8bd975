internal import CHDF5

extension Dataset {
  /// Declares this dataset to be the names or positions along an axis of others.
  public func becomeScale(named name: String) throws {
    try attempt("H5DSset_scale", on: path) { H5DSset_scale(handle.id, name) }
  }

  /// Names one axis by a scale.
  public func attach(_ scale: borrowing Dataset, axis: Int) throws {
    let other = scale.handle.id
    try attempt("H5DSattach_scale", on: path) { H5DSattach_scale(handle.id, other, UInt32(axis)) }
  }
}
