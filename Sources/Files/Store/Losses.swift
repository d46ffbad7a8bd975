import System

/// The rows of a stage that came to nothing: the one way in which all stages deal with what cannot be computed.
///
/// No single clip ends a run and none vanishes. A row that fails is left out of the output, stands in the output's `/dropped`
/// with the rule that it failed by and its cause as a phrase, is counted in the summary line and named in a warning; with
/// `--strict` it ends the run instead.
public struct Losses {
  /// One row that came to nothing.
  public struct Loss: Sendable, Equatable {
    /// The row's id.
    public let id: String
    /// What it failed by, in a word: `silent`, `short`, `notFinite`, `unreadable`, `rate`, `failed`.
    public let rule: String
    /// Why, as a phrase.
    public let detail: String

    /// A row and why it failed.
    public init(id: String, rule: String, detail: String) { (self.id, self.rule, self.detail) = (id, rule, detail) }
  }

  /// All of them, in the order of the rows.
  public private(set) var all: [Loss] = []

  private let verb: String
  private let isStrict: Bool

  /// None yet.
  /// - Parameters:
  ///   - verb: what could not be done to a row: `clean`.
  ///   - isStrict: whether the first one ends the run.
  public init(cannot verb: String, isStrict: Bool) { (self.verb, self.isStrict) = (verb, isStrict) }

  /// Takes note of a row; throws where that is to end the run.
  public mutating func add(_ loss: Loss) throws {
    if isStrict { throw DataError(cannot: verb, loss.id, loss.detail) }
    all.append(loss)
  }

  /// Writes `/dropped`.
  public func write(to output: OutputFile) throws {
    try output.write("/dropped/id", texts: all.map(\.id))
    try output.write("/dropped/rule", texts: all.map(\.rule))
    try output.write("/dropped/detail", texts: all.map(\.detail))
  }

  /// The error of a stage that has no row left.
  /// - Parameter input: the file that the rows came from.
  public func nothingLeft(of input: String) -> DataError {
    let first = all.first.map { "; the first, '\($0.id)': \($0.detail)" } ?? ""
    return DataError(cannot: verb, input, "no row is left: \(all.count.grouped) were dropped\(first)")
  }
}
