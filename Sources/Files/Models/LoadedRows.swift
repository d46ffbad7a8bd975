import Networks
import System

/// Rows of a features file, decoded once, for several threads at once: in memory where they are few, else in a spool.
public struct LoadedRows: Sendable {
  private enum Values {
    case memory([Float])
    case spool(RowSpool)
  }

  private let values: Values
  private let shape: [Int]
  private let labels: [Int]
  private let names: [String]
  private let clips: [String]
  private let speakers: [String]
  private let corpora: [String]
  private let shares: [[Float]]?
  private let places: [Int: Int]

  /// Reads rows of a table.
  /// - Parameter scratch: a folder whose disk may take them.
  public init(_ selection: [Int], of table: FeatureTable, scratch: String) throws {
    try self.init(selection, of: table, scratch: scratch, budget: CachedTensor.usualBudget)
  }

  /// - Parameter budget: bytes that rows may take in memory.
  init(_ selection: [Int], of table: FeatureTable, scratch: String, budget: Int) throws {
    let data = try table.dataset(of: selection)
    let size = data.rows.shape.reduce(1, *)
    if selection.count * size * MemoryLayout<Float>.size <= budget {
      values = .memory(try Self.read(data, 0..<selection.count))
    } else {
      let spool = try RowSpool(in: scratch, rowSize: size)
      let stretch = max(1, budget / 4 / (size * MemoryLayout<Float>.size))
      for start in stride(from: 0, to: selection.count, by: stretch) {
        let part = try Self.read(data, start..<min(start + stretch, selection.count))
        try part.withUnsafeBufferPointer { try spool.write($0, from: start) }
      }
      values = .spool(spool)
    }
    shape = data.rows.shape
    labels = data.labels
    names = data.names
    clips = data.clips
    speakers = data.speakers
    corpora = data.corpora
    shares = data.shares
    places = Dictionary(uniqueKeysWithValues: zip(selection, selection.indices))
  }

  private static func read(_ data: Dataset, _ range: Range<Int>) throws -> [Float] {
    let count = range.count * data.rows.shape.reduce(1, *)
    return try [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      try data.rows.read(Array(range), into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      filled = count
    }
  }

  /// A data set of some of the rows, by their numbers in the file; in it they count from 0.
  public func dataset(of rows: [Int]) throws -> Dataset {
    let chosen = try rows.map { row in
      guard let place = places[row] else { throw ModelError(cannot: "use", "row \(row)", "it was not loaded") }
      return place
    }
    return try Dataset(
      rows: Selection(values: values, shape: shape, places: chosen), labels: chosen.map { labels[$0] }, names: names,
      clips: chosen.map { clips[$0] }, speakers: chosen.map { speakers[$0] }, corpora: chosen.map { corpora[$0] },
      shares: shares.map { shares in chosen.map { shares[$0] } })
  }

  private struct Selection: RowSource {
    let values: Values
    let shape: [Int]
    let places: [Int]
    var count: Int { places.count }

    func read(_ rows: [Int], into buffer: UnsafeMutableBufferPointer<Float>) throws {
      let size = shape.reduce(1, *)
      for (position, row) in rows.enumerated() {
        let target = UnsafeMutableBufferPointer(rebasing: buffer[position * size..<(position + 1) * size])
        switch values {
        case .spool(let spool): try spool.read(places[row], into: target)
        case .memory(let values):
          values.withUnsafeBufferPointer {
            _ = target.update(fromContentsOf: $0[places[row] * size..<(places[row] + 1) * size])
          }
        }
      }
    }
  }
}
