import System
import Tables

/// A features file as comma-separated values (RFC 4180, lines ended by a line feed), for programs that know no HDF5: a
/// line a row, first where it comes from and its label, then its numbers, each in the fewest digits that read back alike.
public struct TensorTable {
  private let rows: [Row]
  private let tensor: TensorReader
  private let columns: [String]

  private static var told: [(name: String, value: KeyPath<Row, String>)] {
    [
      ("id", \.id), ("parent", \.parent), ("variant", \.variant), ("corpus", \.corpus), ("speaker", \.speaker),
      ("sex", \.sex), ("emotion", \.emotion), ("label", \.label),
    ]
  }

  /// The rows and the tensor of a features file.
  public init(_ file: InputFile) throws {
    rows = try file.rows()
    tensor = try file.tensor()
    let features = try file.texts("/tensor/feature")
    let times = tensor.layout.rowShape.dropFirst().reduce(1, *)
    // As flat rows name them: mfcc_3_t17.
    columns =
      tensor.layout.rowShape.count == 1
      ? features : features.flatMap { name in (0..<times).map { "\(name)_t\($0)" } }
  }

  /// How many rows and numbers a row there are.
  public var extent: (rows: Int, columns: Int) { (rows.count, columns.count) }

  /// Writes the table block by block, all or nothing.
  /// - Parameter progress: told after each block how many rows it had.
  public func write(to path: String, progress: (Int) -> Void = { _ in }) throws {
    let file = try TemporaryFile(for: path)
    try file.write(Array(TableLine(Self.told.map(\.name) + columns).text.utf8))
    for block in 0..<tensor.blockCount {
      let range = tensor.rows(ofBlock: block), values = try tensor.block(block), size = tensor.layout.rowSize
      var bytes: [UInt8] = []
      for (place, row) in rows[range].enumerated() {
        var line = Array(TableLine(Self.told.map { row[keyPath: $0.value] }).text.utf8)
        line.removeLast()
        for value in values[place * size..<(place + 1) * size] {
          line.append(UInt8(ascii: ","))
          line += value.description.utf8
        }
        line.append(UInt8(ascii: "\n"))
        bytes += line
      }
      try file.write(bytes)
      progress(range.count)
    }
    try file.replaceTarget(keepingEqual: true)
  }
}
