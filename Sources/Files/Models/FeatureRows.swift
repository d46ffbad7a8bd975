import Networks

/// Some rows of a tensor in a file, under numbers of their own: row 0 is the first of the list.
///
/// What is not on the list cannot be read, so a training that is given the training and validation rows cannot see a
/// test row whatever it does.
public struct FeatureRows: RowSource {
  /// The rows of the file, in the order in which they are counted here.
  public let selection: [Int]
  /// The shape of one row: [features], or [features, time].
  public var shape: [Int] { tensor.shape }
  /// The number of rows.
  public var count: Int { selection.count }

  private let tensor: CachedTensor

  init(_ selection: [Int], of tensor: CachedTensor) {
    self.selection = selection
    self.tensor = tensor
  }

  /// Copies rows, one after another.
  public func read(_ rows: [Int], into buffer: UnsafeMutableBufferPointer<Float>) throws {
    let size = tensor.rowSize
    for (position, row) in rows.enumerated() {
      try tensor.copy(
        row: selection[row],
        to: UnsafeMutableBufferPointer(rebasing: buffer[position * size..<(position + 1) * size]))
    }
  }
}
