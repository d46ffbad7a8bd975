/// Why something could not be exported.
public enum ExportError: Error, CustomStringConvertible, Equatable {
  /// A tensor whose numbers do not fill its shape.
  case shape(String, [Int], found: Int)
  /// Two things of one name.
  case duplicate(String)
  /// A node that reads what nothing before it has made.
  case undefined(String, node: String)
  /// A graph with nothing to compute.
  case noOutput(String)
  /// An operation that the format cannot say.
  case untranslatable(String, cause: String)
  /// Classifiers that are none, or that do not belong together.
  case classifiers(String)
  /// More bytes than the format can hold.
  case tooLarge(Int)

  /// One sentence.
  public var description: String {
    switch self {
    case .shape(let name, let shape, let found):
      "cannot export '\(name)': shape \(shape) needs \(shape.reduce(1, *)) numbers, found \(found)"
    case .duplicate(let name): "cannot export '\(name)': the name is taken; expected every name once"
    case .undefined(let name, let node): "cannot export '\(node)': nothing before it makes its input '\(name)'"
    case .noOutput(let name): "cannot export '\(name)': it has no output"
    case .untranslatable(let operation, let cause): "cannot export '\(operation)': \(cause)"
    case .classifiers(let name):
      "cannot export '\(name)': expected one classifier or several that take the same rows and know the same classes"
    case .tooLarge(let bytes): "cannot export the model: it takes \(bytes) bytes; ONNX holds at most 2147483647"
    }
  }
}
