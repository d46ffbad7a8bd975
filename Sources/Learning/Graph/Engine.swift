/// Something that computes what tapes recorded.
///
/// This is the seam between what is computed, which is all in this room, and what computes it. An engine is a room of its
/// own: it conforms here, turns each `Operation` into whatever its processor or library runs, and is named in one line of
/// `Learning`'s `Engines`. `Reference` is one that can be read in an hour; `OneDNN` is the fast one.
public protocol Engine: AnyObject {
  /// What it computes with, library and version first: `oneDNN 2.6.3`.
  static var name: String { get }

  /// The instructions that it uses on this processor, which decide last digits: `oneDNN avx512_core_amx`.
  static var processor: String { get }

  /// Whether it computes in bfloat16 at a gain on this processor.
  static var hasBFloat16: Bool { get }

  /// Opens it.
  /// - Parameter threads: how many it may use; results are the same bytes for the same number.
  init(threads: Int) throws

  /// Makes what a tape recorded ready to be run.
  /// - Parameters:
  ///   - precision: how activations and the weights' working copies are held.
  ///   - results: values to be read after a run.
  ///   - differentiated: the value whose gradients a run for training computes; nil is for inference.
  ///   - upstream: the gradient that arrives at it, of its shape; nil stands for 1, as a scalar loss has.
  ///   - measuringStatistics: whether batch normalisations of a plan for inference normalise by the batch's own
  ///     statistics, layer after layer, and leave these in place of the running ones.
  func plan(
    _ tape: Tape, precision: Precision, results: [Variable], differentiating differentiated: Variable?,
    upstream: Variable?, measuringStatistics: Bool
  ) throws -> any EnginePlan

  /// Runs a body over 0..<count, one contiguous part per thread.
  ///
  /// The parts depend on `count` and the number of threads alone, so that whatever is summed per part is the same in
  /// every run.
  /// - Parameters:
  ///   - grain: fewest items worth a thread of their own.
  ///   - body: gets its range and the number of its part.
  func parallel(_ count: Int, grain: Int, _ body: (_ range: Range<Int>, _ part: Int) -> Void)
}

extension Engine {
  /// A plan for inference.
  public func plan(
    _ tape: Tape, precision: Precision = .float32, results: [Variable], measuringStatistics: Bool = false
  ) throws -> any EnginePlan {
    try plan(
      tape, precision: precision, results: results, differentiating: nil, upstream: nil,
      measuringStatistics: measuringStatistics)
  }

  /// A plan for training.
  public func plan(
    _ tape: Tape, precision: Precision = .float32, results: [Variable], differentiating differentiated: Variable,
    upstream: Variable? = nil
  ) throws -> any EnginePlan {
    try plan(
      tape, precision: precision, results: results, differentiating: differentiated, upstream: upstream,
      measuringStatistics: false)
  }
}

/// A tape made ready by an engine: filled, run and read, as often as there are batches.
public protocol EnginePlan: AnyObject {
  /// The memory of an input, row-major, to be filled before a run.
  subscript(input variable: Variable) -> UnsafeMutableBufferPointer<Float> { get }

  /// The memory of a result, row-major, valid until the next run.
  subscript(result variable: Variable) -> UnsafeMutableBufferPointer<Float> { get }

  /// The gradient with respect to an input that was recorded as differentiable, row-major.
  subscript(gradient variable: Variable) -> UnsafeMutableBufferPointer<Float> { get }

  /// Bytes of working memory that a run needs.
  var workingBytes: Int { get }

  /// Computes results from inputs and, for training, the gradient of every trained parameter.
  /// - Parameters:
  ///   - seed: what dropout draws from, together with the step.
  ///   - step: the number of this step.
  func run(seed: UInt64, step: Int) throws
}

extension EnginePlan {
  /// A run without random numbers.
  public func run() throws { try run(seed: 0, step: 0) }
}

/// How an engine holds the numbers between operations.
public enum Precision: String, Sendable, CaseIterable {
  /// 32 bits throughout.
  case float32
  /// Activations and the weights' working copies in 16 bits; master weights, statistics and losses in 32.
  case bfloat16
}
