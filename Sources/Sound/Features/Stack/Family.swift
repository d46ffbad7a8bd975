import Settings

/// A kind of feature that a recipe names: settings that know how to build their computation.
///
/// A new family is one file with a conforming type and one line in `Families.all`.
public protocol Family: Named {
  /// Builds what computes the family for clips of one rate, taking from the stack what others compute as well.
  func computation(in stack: Stack) throws -> any Computation
}

/// Computes a family for one clip after another. One thread's own.
public protocol Computation: AnyObject {
  /// What each row is.
  var rows: [FeatureRow] { get }
  /// Where the columns lie in time; nil for families that have one value per clip and row.
  var timeline: Timeline? { get }
  /// The values for a clip, valid until the next clip. // [rows, frames]
  func values(of clip: ClipSamples) throws -> Matrix
}

/// One row of a feature matrix.
public struct FeatureRow: Sendable, Equatable {
  /// The family's name, with a number where it has several rows: `mfcc_3`.
  public let name: String
  /// The unit of its values: `Hz`, `dB`, `1` for pure numbers.
  public let unit: String

  /// `count` rows of one family, numbered from 0.
  static func numbered(_ name: String, count: Int, unit: String) -> [FeatureRow] {
    (0..<count).map { FeatureRow(name: "\(name)_\($0)", unit: unit) }
  }
}

/// The clip at hand.
public struct ClipSamples {
  /// Its samples, one channel.
  public let samples: UnsafeBufferPointer<Float>
  /// Which clip this is, by which shared computations know whether they have done it already.
  let number: Int
}

/// Why features cannot be computed.
public struct FeatureError: Error, CustomStringConvertible, Equatable {
  /// The family or layout at fault, as in the recipe.
  public let subject: String
  /// The cause and what was expected.
  public let cause: String

  /// `cannot compute 'delta': 5 frames are fewer than its width of 9`.
  public var description: String { "cannot compute '\(subject)': \(cause)" }
}
