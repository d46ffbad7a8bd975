import HDF5

/// An earlier output of the same stage, from which rows with equal keys are copied rather than computed again.
///
/// Nothing about it is trusted: a file that is missing, damaged or of another kind is simply not used, and a row that
/// cannot be read is simply computed.
public final class PreviousOutput {
  private let file: InputFile
  private let indices: [String: Int]
  private let ragged: RaggedReader?
  private let tensor: TensorReader?
  private let lengths: [Int64]
  private var columns: [String: [String]] = [:]

  /// Opens an earlier output; nil where it is of no use.
  public init?(_ path: String, schema: Schema) {
    guard let file = try? InputFile(path, expecting: [schema]), let keys = try? file.texts("/rows/key") else {
      return nil
    }
    self.file = file
    indices = Dictionary(keys.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    ragged = try? file.ragged("/audio")
    tensor = try? file.tensor()
    lengths = (try? file.array("/tensor/length")) ?? []
  }

  /// The row with this key.
  public func row(for key: String) -> Int? { indices[key] }

  /// A text that stands beside a row in another column; nil where it cannot be read.
  public func text(_ path: String, ofRow row: Int) -> String? {
    if columns[path] == nil { columns[path] = (try? file.texts(path)) ?? [] }
    return columns[path].flatMap { $0.indices.contains(row) ? $0[row] : nil }
  }

  /// The sound of a row; nil where it cannot be read.
  public func sound(ofRow row: Int) -> [Float]? { try? ragged?.read(row) }

  /// One row of the tensor, when its rows are of this shape, and its length; nil where it cannot be read.
  public func tensorRow(_ row: Int, shape: [Int]) -> (values: [Float], length: Int64)? {
    guard let tensor, tensor.layout.rowShape == shape, lengths.indices.contains(row),
      let values = try? tensor.row(row)
    else { return nil }
    return (values, lengths[row])
  }

  /// A whole block of the tensor as it is stored, when these rows, in this order, are exactly one of its blocks.
  public func tensorBlock(ofRows rows: [Int], layout: TensorLayout) -> (block: [EncodedChunk], lengths: [Int64])? {
    guard let tensor, tensor.layout == layout, let first = rows.first, first.isMultiple(of: layout.rowsPerChunk),
      tensor.rows(ofBlock: first / layout.rowsPerChunk).elementsEqual(rows), lengths.count == tensor.rowCount,
      let block = try? tensor.encodedBlock(first / layout.rowsPerChunk),
      block.allSatisfy(layout.codec.isIntact)
    else { return nil }
    return (block, rows.map { lengths[$0] })
  }
}
