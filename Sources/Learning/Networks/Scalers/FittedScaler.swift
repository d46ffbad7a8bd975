import Graph

/// A scaler with the offsets and factors that it took from training rows: x ← (x − offset) · factor.
public struct FittedScaler: Sendable, Equatable {
  /// Offsets and factors of one group of rows, one per feature.
  public struct Group: Sendable, Equatable {
    /// Subtracted first.
    public var offset: [Float]
    /// Multiplied then.
    public var factor: [Float]

    /// One offset and one factor per feature.
    public init(offset: [Float], factor: [Float]) {
      self.offset = offset
      self.factor = factor
    }
  }

  /// The scaler's settings.
  public let choice: ScalerChoice
  /// Groups by name: the corpus or the speaker; "" is fitted on all training rows.
  public var groups: [String: Group]
  /// Neighbouring elements of a row that share a feature's offset: the row's time extent, or 1.
  public let run: Int

  /// A scaler read back from a model.
  public init(choice: ScalerChoice, groups: [String: Group], run: Int) {
    self.choice = choice
    self.groups = groups
    self.run = run
  }

  /// Fits to the training rows alone, streaming over them.
  public init(_ choice: ScalerChoice, fittedTo rows: [Int], of data: Dataset) throws {
    self.choice = choice
    let shape = data.rows.shape
    run = choice.scaler.granularity == .feature && shape.count > 1 ? Array(shape.dropFirst()).product : 1
    groups = [:]
    guard !(choice.scaler is NoScaler) else { return }
    try fit(rows, of: data)
  }

  /// Whether predictions use statistics of the rows to be predicted.
  public var isTransductive: Bool { choice.scaler.grouping == .speaker }

  /// Adds groups for speakers who are not among the training rows; their labels are never looked at.
  public mutating func adapt(to rows: [Int], of data: Dataset) throws {
    guard isTransductive, !(choice.scaler is NoScaler) else { return }
    let strangers = rows.filter { groups[data.speakers[$0]] == nil }
    guard !strangers.isEmpty else { return }
    let known = groups[""]
    try fit(strangers, of: data)
    groups[""] = known
  }

  private mutating func fit(_ rows: [Int], of data: Dataset) throws {
    let size = data.rows.shape.product, features = size / run, stretch = 64
    var statistics: [String: RowStatistics] = [:]
    var buffer = [Float](repeating: 0, count: stretch * size)
    for start in stride(from: 0, to: rows.count, by: stretch) {
      let part = Array(rows[start..<min(start + stretch, rows.count)])
      try buffer.withUnsafeMutableBufferPointer { buffer in
        try data.rows.read(part, into: UnsafeMutableBufferPointer(rebasing: buffer[..<(part.count * size)]))
        for (position, row) in part.enumerated() {
          let values = UnsafeBufferPointer(rebasing: buffer[position * size..<(position + 1) * size])
          for group in Set(["", name(of: row, in: data)]) {
            statistics[group, default: RowStatistics(features: features, run: run)].add(values)
          }
        }
      }
    }
    for (name, seen) in statistics { groups[name] = group(fittedTo: seen) }
  }

  /// Offsets and factors for a group of which this was seen. A feature whose values lie too close together for single
  /// precision to tell them apart counts as one that never changes: its factor is 1.
  public func group(fittedTo seen: RowStatistics) -> Group {
    let pairs = (0..<seen.features).map { choice.scaler.transform(seen[$0]) }
    return Group(
      offset: pairs.map(\.offset), factor: pairs.map { $0.factor.isFinite ? $0.factor : 1 })
  }

  /// The group that a row belongs to.
  func name(of row: Int, in data: Dataset) -> String {
    switch choice.scaler.grouping {
    case .all: ""
    case .corpus: data.corpora[row]
    case .speaker: data.speakers[row]
    }
  }

  /// Reads rows and scales them: [rows.count, shape...] in a buffer of at least that size.
  public func read(_ rows: [Int], of data: Dataset, into buffer: UnsafeMutableBufferPointer<Float>) throws {
    let size = data.rows.shape.product
    try data.rows.read(rows, into: UnsafeMutableBufferPointer(rebasing: buffer[..<(rows.count * size)]))
    for (position, row) in rows.enumerated() {
      let values = UnsafeMutableBufferPointer(rebasing: buffer[position * size..<(position + 1) * size])
      if let group = groups[name(of: row, in: data)] ?? groups[""] { scale(values, by: group) }
    }
  }

  private func scale(_ row: UnsafeMutableBufferPointer<Float>, by group: Group) {
    group.offset.withUnsafeBufferPointer { offset in
      group.factor.withUnsafeBufferPointer { factor in
        if run == 1 {
          for index in 0..<row.count { row[index] = (row[index] - offset[index]) * factor[index] }
        } else {
          for feature in 0..<offset.count {
            let start = feature * run
            for index in start..<start + run { row[index] = (row[index] - offset[feature]) * factor[feature] }
          }
        }
      }
    }
  }
}

/// What was seen of one feature.
public struct FeatureStatistics: Sendable, Equatable {
  /// Values seen.
  public let count: Int
  /// Their mean.
  public let mean: Double
  /// Their variance, divided by the count as scikit-learn does.
  public let variance: Double
  /// The least value.
  public let least: Double
  /// The greatest value.
  public let greatest: Double
}

/// Statistics of many features at once, one row after another, in memory that does not grow with the rows.
public struct RowStatistics: Sendable {
  /// Neighbouring elements of a row that belong to one feature.
  public let run: Int
  /// The number of features.
  public var features: Int { means.count }

  private var count = 0
  private var means: [Double]
  private var squares: [Double]
  private var least: [Float]
  private var greatest: [Float]

  /// Of nothing yet.
  /// - Parameter run: neighbouring elements of a row that belong to one feature.
  public init(features: Int, run: Int) {
    self.run = run
    means = Array(repeating: 0, count: features)
    squares = means
    least = Array(repeating: .infinity, count: features)
    greatest = Array(repeating: -.infinity, count: features)
  }

  /// Takes in a row: mean and squared distances of each feature's run, merged by the rule of Chan, Golub and LeVeque.
  public mutating func add(_ row: UnsafeBufferPointer<Float>) {
    let old = Double(count), new = Double(run), total = old + new
    let weight = old * new / total, part = new / total
    for feature in means.indices {
      let values = UnsafeBufferPointer(rebasing: row[feature * run..<(feature + 1) * run])
      var sum = 0.0, square = 0.0, low = least[feature], high = greatest[feature]
      for value in values {
        sum += Double(value)
        low = min(low, value)
        high = max(high, value)
      }
      let mean = sum / new
      if run > 1 { for value in values { square += (Double(value) - mean) * (Double(value) - mean) } }
      let distance = mean - means[feature]
      means[feature] += distance * part
      squares[feature] += square + distance * distance * weight
      least[feature] = low
      greatest[feature] = high
    }
    count += run
  }

  /// One feature's statistics so far.
  public subscript(feature: Int) -> FeatureStatistics {
    FeatureStatistics(
      count: count, mean: means[feature], variance: squares[feature] / Double(max(count, 1)),
      least: Double(least[feature]), greatest: Double(greatest[feature]))
  }
}
