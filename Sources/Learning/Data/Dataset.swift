/// Rows with what is known of each: everything that training, scaling and scoring look at.
public struct Dataset {
  /// The numbers.
  public let rows: any RowSource
  /// The class of each row, an index into `names`.
  public let labels: [Int]
  /// The names of the classes.
  public let names: [String]
  /// The clip that each row was cut from; a clip of several rows is scored by the mean over them.
  public let clips: [String]
  /// Who speaks in each row.
  public let speakers: [String]
  /// The corpus of each row.
  public let corpora: [String]

  /// Checks that every column has one entry per row and every label a name.
  /// - Parameters:
  ///   - clips: nil makes every row a clip of its own.
  ///   - speakers: nil where nothing depends on who speaks.
  ///   - corpora: nil where all rows are of one corpus.
  public init(
    rows: any RowSource, labels: [Int], names: [String], clips: [String]? = nil, speakers: [String]? = nil,
    corpora: [String]? = nil
  ) throws {
    self.rows = rows
    self.labels = labels
    self.names = names
    self.clips = clips ?? (0..<rows.count).map(String.init)
    self.speakers = speakers ?? Array(repeating: "", count: rows.count)
    self.corpora = corpora ?? Array(repeating: "", count: rows.count)
    for (column, count) in [
      ("labels", labels.count), ("clips", self.clips.count), ("speakers", self.speakers.count),
      ("corpora", self.corpora.count),
    ] where count != rows.count {
      throw LearningError(cannot: "use column", column, "it has \(count) entries for \(rows.count) rows")
    }
    if let stray = labels.first(where: { !names.indices.contains($0) }) {
      throw LearningError(cannot: "use label", String(stray), "there are \(names.count) classes")
    }
  }
}
