/// Rows with what is known of each: everything that training, scaling and scoring look at.
public struct Dataset {
  /// The numbers.
  public let rows: any RowSource
  /// The class of each row, an index into `names`.
  public let labels: [Int]
  /// The names of the classes.
  public let names: [String]
  /// How much of each class a row carries, one distribution a row, where listeners were divided; nil where each row is of
  /// its class alone. Networks learn from these, and everything that needs one class takes `labels`.
  public let shares: [[Float]]?  // [row, class]
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
  ///   - shares: nil where each row is of its class alone.
  public init(
    rows: any RowSource, labels: [Int], names: [String], clips: [String]? = nil, speakers: [String]? = nil,
    corpora: [String]? = nil, shares: [[Float]]? = nil
  ) throws {
    self.rows = rows
    self.labels = labels
    self.names = names
    self.shares = shares
    self.clips = clips ?? (0..<rows.count).map(String.init)
    self.speakers = speakers ?? Array(repeating: "", count: rows.count)
    self.corpora = corpora ?? Array(repeating: "", count: rows.count)
    for (column, count) in [
      ("labels", labels.count), ("clips", self.clips.count), ("speakers", self.speakers.count),
      ("corpora", self.corpora.count), ("shares", shares?.count ?? rows.count),
    ] where count != rows.count {
      throw LearningError(cannot: "use column", column, "it has \(count) entries for \(rows.count) rows")
    }
    if let stray = labels.first(where: { !names.indices.contains($0) }) {
      throw LearningError(cannot: "use label", String(stray), "there are \(names.count) classes")
    }
    for (row, shares) in (shares ?? []).enumerated() {
      guard shares.count == names.count, shares.allSatisfy({ (0...1).contains($0) }),
        abs(shares.reduce(0, +) - 1) < 1e-4
      else {
        throw LearningError(
          cannot: "use shares of row", String(row), "expected \(names.count) numbers that sum to 1, found \(shares)")
      }
    }
  }

  /// What a network is to say of a row: its shares, or all of its class.
  func target(of row: Int) -> [Float] {
    if let shares { return shares[row] }
    var target = [Float](repeating: 0, count: names.count)
    target[labels[row]] = 1
    return target
  }
}

/// Where rows of numbers come from: a file's tensor, an array, a generator.
public protocol RowSource {
  /// The number of rows.
  var count: Int { get }
  /// The shape of one row: [features], or [features, time].
  var shape: [Int] { get }
  /// Reads rows one after another into a buffer of `rows.count * shape.product` numbers.
  func read(_ rows: [Int], into buffer: UnsafeMutableBufferPointer<Float>) throws
}

/// Rows in memory.
public struct ArrayRows: RowSource, Sendable {
  /// The shape of one row.
  public let shape: [Int]
  private let values: [Float]

  /// Wraps row-major values that are a whole number of rows.
  public init(_ values: [Float], shape: [Int]) throws {
    let size = shape.reduce(1, *)
    guard size > 0, values.count % size == 0 else {
      throw LearningError(
        cannot: "take", "rows", "\(values.count) values are no whole number of rows of shape \(shape)")
    }
    self.values = values
    self.shape = shape
  }

  /// The number of rows.
  public var count: Int { values.count / shape.reduce(1, *) }

  /// Copies rows.
  public func read(_ rows: [Int], into buffer: UnsafeMutableBufferPointer<Float>) throws {
    let size = shape.reduce(1, *)
    for (position, row) in rows.enumerated() {
      for index in 0..<size { buffer[position * size + index] = values[row * size + index] }
    }
  }
}

/// Why something could not be learnt or predicted: what was attempted, on what, and the cause.
public struct LearningError: Error, CustomStringConvertible, Equatable {
  /// One sentence: `cannot <verb> '<object>': <cause>`.
  public let description: String

  init(cannot verb: String, _ object: String, _ cause: String) {
    description = "cannot \(verb) '\(object)': \(cause)"
  }
}
