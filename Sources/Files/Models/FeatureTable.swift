import Networks
import Store

/// A file of features, opened: its rows, labels and front end, and data sets over any of its rows.
///
/// ```swift
/// let table = try FeatureTable("features.h5")
/// let test = try table.dataset(of: fold.test)
/// ```
public final class FeatureTable {
  /// Where each row comes from.
  public let rows: [Row]
  /// The names of the classes.
  public let names: [String]
  /// The class of each row, an index into `names`; -1 where there is nothing to learn from a row.
  public let labels: [Int]
  /// How much of each class a row carries, one distribution a row, where the labels are soft; nil where they are not.
  public let shares: [[Float]]?  // [row, class]
  /// The name of each feature, one for each line of a row.
  public let features: [String]
  /// What was done to the recordings.
  public let frontend: Frontend
  /// The shape of one row.
  public var shape: [Int] { tensor.shape }

  private let path: String
  private let tensor: CachedTensor

  /// Opens a file of features whose rows will be read, and stay, as far as a fixed piece of memory reaches.
  /// - Parameter scratch: a folder whose disk may take the rest, decoded, where rows are wanted in any order and again
  ///   and again; nil where they are read one after another.
  public convenience init(_ path: String, scratch: String? = nil) throws {
    try self.init(path, budget: CachedTensor.usualBudget, scratch: scratch)
  }

  /// - Parameter budget: bytes that decoded rows may take in memory.
  init(_ path: String, budget: Int, scratch: String? = nil) throws {
    let file = try InputFile.open(path, expecting: .features)
    self.path = path
    rows = try file.rows()
    names = try file.texts("/labels/names")
    labels = try file.array("/labels/y", of: Int64.self).map(Int.init)
    shares = try file.labelShares(classes: names.count)
    features = try file.texts("/tensor/feature")
    frontend = try file.frontend()
    tensor = CachedTensor(try file.tensor(), budget: budget, scratch: scratch)
  }

  /// A data set of some rows, under numbers from 0 in the order of the list; the other rows do not exist for it.
  /// - Parameter knowingSpeakers: false keeps from it who speaks, so that a scaler by speaker has nothing to go by and
  ///   takes the scale of all training rows.
  public func dataset(of selection: [Int], knowingSpeakers: Bool = true) throws -> Dataset {
    for row in selection {
      guard rows.indices.contains(row) else {
        throw ModelError(
          cannot: "use row \(row) of", path, "it has \(rows.count) rows; the split belongs to another file")
      }
      guard names.indices.contains(labels[row]) else {
        throw ModelError(cannot: "use row '\(rows[row].id)' of", path, "it has no label")
      }
    }
    return try Dataset(
      rows: FeatureRows(selection, of: tensor), labels: selection.map { labels[$0] }, names: names,
      clips: selection.map { rows[$0].parent },
      speakers: knowingSpeakers ? selection.map { rows[$0].speaker } : nil,
      corpora: selection.map { rows[$0].corpus }, shares: shares.map { shares in selection.map { shares[$0] } })
  }
}

extension InputFile {
  /// The rows of `/labels/share`; nil where every row is of its label alone.
  fileprivate func labelShares(classes: Int) throws -> [[Float]]? {
    guard contains("/labels/share") else { return nil }
    let values: [Float] = try array("/labels/share")
    return stride(from: 0, to: values.count, by: max(classes, 1)).map { Array(values[$0..<$0 + classes]) }
  }
}
