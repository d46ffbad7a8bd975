import Splits
import Store

/// What a fold's sides have in common, as numbers.
public struct SharedCounts: Sendable, Equatable, CustomStringConvertible {
  /// How many speakers both sides have.
  public let speakers: Int
  /// How many clips.
  public let clips: Int
  /// How many sounds of other clips.
  public let sounds: Int
  /// How many statements.
  public let statements: Int

  /// So many of each.
  public init(speakers: Int, clips: Int, sounds: Int, statements: Int) {
    (self.speakers, self.clips, self.sounds, self.statements) = (speakers, clips, sounds, statements)
  }

  /// `4 speakers, 0 clips, 0 sounds and 12 statements`.
  public var description: String {
    "\(speakers) speakers, \(clips) clips, \(sounds) sounds and \(statements) statements"
  }
}

extension OutputFile {
  /// Writes a split: the sides of each fold as row indices, what they share, and what sentences tell.
  public func write(_ folds: [Fold], clues: [SentenceClue], named name: String, rows: [Row]) throws {
    try write(rows)
    for (index, fold) in folds.enumerated() {
      let group = SplitFile.fold(index, of: name)
      try write("\(group)/train", fold.train.map(Int64.init))
      try write("\(group)/validation", fold.validation.map(Int64.init))
      try write("\(group)/test", fold.test.map(Int64.init))
    }
    try writeProof(of: folds, to: SplitFile.proof(of: name))
    try writeClues(clues, to: SplitFile.sentences(of: name))
  }

  /// One line a fold and pair of sides: how many speakers, clips, sounds and statements both have, and which.
  private func writeProof(of folds: [Fold], to group: String) throws {
    let lines = folds.enumerated().flatMap { index, fold in
      Proof.Pair.allCases.compactMap { pair in fold.proof.shared[pair].map { (index, pair, $0) } }
    }
    try write("\(group)/fold", lines.map { Int64($0.0) })
    try write("\(group)/pair", texts: lines.map(\.1.rawValue))
    for (what, names) in [
      ("speakers", lines.map(\.2.speakers)), ("parents", lines.map(\.2.parents)), ("sounds", lines.map(\.2.sounds)),
      ("statements", lines.map(\.2.statements)),
    ] {
      try write("\(group)/\(what)", names.map { Int64($0.count) })
      try write("\(group)/\(what)_names", texts: names.map { $0.joined(separator: ",") })
    }
    try write("\(group)/unplaced", folds.map { Int64($0.proof.unplaced) })
  }

  /// One line a corpus: how much of the label the sentence alone gives away.
  private func writeClues(_ clues: [SentenceClue], to group: String) throws {
    try write("\(group)/corpus", texts: clues.map(\.corpus))
    for (what, value) in [("rows", \SentenceClue.rows), ("heard", \.heard), ("classes", \.classes)] {
      try write("\(group)/\(what)", clues.map { Int64($0[keyPath: value]) })
    }
    for (what, value) in [("uar", \SentenceClue.uar), ("war", \.war), ("margin", \.margin)] {
      try write("\(group)/\(what)", clues.map { $0[keyPath: value] })
    }
  }
}

/// A split as later stages read it.
public struct SplitFile {
  /// The open file.
  public let file: InputFile

  /// Takes a file that was opened as a split.
  public init(_ file: InputFile) { self.file = file }

  /// Opens a split.
  public init(_ path: String) throws { file = try InputFile.open(path, expecting: .split) }

  static func fold(_ number: Int, of split: String) -> String { "/splits/\(split)/fold\(number)" }
  static func proof(of split: String) -> String { "/splits/\(split)/proof" }
  /// The group that holds what sentences tell, corpus by corpus.
  public static func sentences(of split: String) -> String { "\(proof(of: split))/sentences" }

  /// The folds of one split, in the order of their numbers.
  /// - Parameter rows: those of the features that the split must belong to; nil trusts that it does.
  public func folds(of split: String, matching rows: [Row]? = nil) throws -> [FoldSides] {
    if let rows, try file.texts("/rows/id") != rows.map(\.id) {
      throw RecordError(
        cannot: "use split", file.path, "its rows are not those of the features; run lilt-split again")
    }
    func side(_ name: String, of fold: Int) throws -> [Int] {
      let path = "\(Self.fold(fold, of: split))/\(name)"
      return file.contains(path) ? try file.array(path, of: Int64.self).map(Int.init) : []
    }
    let prefix = "/splits/\(split)/fold"
    let numbers = file.groupPaths.filter { $0.hasPrefix(prefix) }.compactMap { Int($0.dropFirst(prefix.count)) }
    guard !numbers.isEmpty else {
      let names = file.groupPaths.map { $0.split(separator: "/") }.filter { $0.count == 2 && $0[0] == "splits" }
      let known = names.map { "'\($0[1])'" }.joined(separator: ", ")
      throw RecordError(cannot: "find split '\(split)' in", file.path, "it has \(known.isEmpty ? "none" : known)")
    }
    return try numbers.sorted().map { number in
      try FoldSides(
        name: "fold\(number)", train: side("train", of: number), validation: side("validation", of: number),
        test: side("test", of: number))
    }
  }

  /// What the test side of each fold shares with what is learned from, by the fold's number.
  public func sharedCounts(of split: String) throws -> [Int: SharedCounts] {
    let group = Self.proof(of: split)
    let folds = try file.array("\(group)/fold", of: Int64.self), pairs = try file.texts("\(group)/pair")
    let columns = try ["speakers", "parents", "sounds", "statements"].map {
      try file.array("\(group)/\($0)", of: Int64.self)
    }
    var counts: [Int: SharedCounts] = [:]
    for (line, (fold, pair)) in zip(folds, pairs).enumerated()
    where pair == Proof.Pair.learnedTest.rawValue && columns.allSatisfy({ $0.indices.contains(line) }) {
      let numbers = columns.map { Int($0[line]) }
      counts[Int(fold)] = SharedCounts(
        speakers: numbers[0], clips: numbers[1], sounds: numbers[2], statements: numbers[3])
    }
    return counts
  }
}
