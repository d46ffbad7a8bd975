/// A table of values over time: one row per frequency, band or coefficient, one column per frame.
public struct Grid: Sendable {
  /// What the rows are.
  public enum Rows: Sendable {
    /// Evenly spaced frequencies from 0 up to a highest one, in Hz.
    case frequencies(to: Double)
    /// Bands about these frequencies, in Hz, in rising order.
    case bands(centres: [Double])
    /// Numbered coefficients from 0.
    case coefficients
  }

  /// What the colours say.
  public enum Values: Sendable {
    /// Levels in dB, of which this many under the loudest are shown.
    case decibels(range: Double = 80)
    /// Values about zero, strongest colours at the 98th percentile of their sizes without the first row's.
    case signed
    /// Values of any kind, from the smallest to the largest.
    case plain
  }

  /// Row after row, lowest first.
  public let values: [Float]  // [row, column]
  /// The number of rows.
  public let rows: Int
  /// The number of frames.
  public let columns: Int
  /// Seconds from one frame to the next.
  public let hop: Double
  /// What the rows are.
  public let rowMeaning: Rows
  /// What the colours say.
  public let valueMeaning: Values

  /// Wraps values; nil unless there is one for every cell and at least one cell.
  public init?(values: [Float], rows: Int, hop: Double, rowMeaning: Rows, valueMeaning: Values) {
    guard rows > 0, !values.isEmpty, values.count.isMultiple(of: rows), hop > 0 else { return nil }
    if case .bands(let centres) = rowMeaning, centres.count != rows { return nil }
    self.values = values
    self.rows = rows
    columns = values.count / rows
    self.hop = hop
    self.rowMeaning = rowMeaning
    self.valueMeaning = valueMeaning
  }

  /// How long the frames last together, in seconds.
  public var seconds: Double { Double(columns) * hop }
}
