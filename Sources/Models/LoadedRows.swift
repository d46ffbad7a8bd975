import Learning

/// Rows of a features file in memory, for several threads at once.
public struct LoadedRows: Sendable {
  private let values: [Float]
  private let shape: [Int]
  private let labels: [Int]
  private let names: [String]
  private let clips: [String]
  private let speakers: [String]
  private let corpora: [String]
  private let shares: [[Float]]?
  private let places: [Int: Int]

  /// Reads rows of a table.
  public init(_ selection: [Int], of table: FeatureTable) throws {
    let data = try table.dataset(of: selection)
    let count = selection.count * data.rows.shape.reduce(1, *)
    guard count * MemoryLayout<Float>.size < availableMemory() else {
      throw ModelError(
        cannot: "load", "\(selection.count) rows",
        "they take \(count >> 18) MiB, and \(availableMemory() >> 20) MiB of memory are left")
    }
    values = try [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      try data.rows.read(
        Array(selection.indices), into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      filled = count
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
    let values: [Float]
    let shape: [Int]
    let places: [Int]
    var count: Int { places.count }

    func read(_ rows: [Int], into buffer: UnsafeMutableBufferPointer<Float>) throws {
      let size = shape.reduce(1, *)
      values.withUnsafeBufferPointer { values in
        for (position, row) in rows.enumerated() {
          let target = UnsafeMutableBufferPointer(rebasing: buffer[position * size..<(position + 1) * size])
          _ = target.update(fromContentsOf: values[places[row] * size..<(places[row] + 1) * size])
        }
      }
    }
  }
}
