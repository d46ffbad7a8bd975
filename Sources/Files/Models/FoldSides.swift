import Store

/// One fold of a split: which rows of the features file stand on which side.
public struct FoldSides: Sendable, Equatable {
  /// The fold's name: `fold0`.
  public let name: String
  /// Rows that models learn from.
  public let train: [Int]
  /// Rows that choose among epochs and settings.
  public let validation: [Int]
  /// Rows that judge.
  public let test: [Int]

  /// Reads the folds of one split, in the order of their numbers.
  /// - Parameter rows: those of the features that the split must belong to; nil trusts that it does.
  public static func read(_ split: String, from path: String, matching rows: [Row]? = nil) throws -> [FoldSides] {
    let file = try InputFile.open(path, expecting: .split)
    if let rows, try file.texts("/rows/id") != rows.map(\.id) {
      throw ModelError(cannot: "use split", path, "its rows are not those of the features; run lilt-split again")
    }
    func side(_ name: String, of fold: String) throws -> [Int] {
      let path = "/splits/\(split)/\(fold)/\(name)"
      return file.contains(path) ? try file.array(path, of: Int64.self).map(Int.init) : []
    }
    let prefix = "/splits/\(split)/fold"
    let numbers = file.groupPaths.filter { $0.hasPrefix(prefix) }.compactMap { Int($0.dropFirst(prefix.count)) }
    guard !numbers.isEmpty else {
      let names = file.groupPaths.map { $0.split(separator: "/") }.filter { $0.count == 2 && $0[0] == "splits" }
      let known = names.map { "'\($0[1])'" }.joined(separator: ", ")
      throw ModelError(cannot: "find split '\(split)' in", path, "it has \(known.isEmpty ? "none" : known)")
    }
    return try numbers.sorted().map { number in
      let name = "fold\(number)"
      return try FoldSides(
        name: name, train: side("train", of: name), validation: side("validation", of: name),
        test: side("test", of: name))
    }
  }
}
