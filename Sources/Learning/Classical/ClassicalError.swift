/// Why a classical model could not be fitted or used.
public enum ClassicalError: Error, CustomStringConvertible, Equatable {
  /// Numbers that do not fill the shape that was asked for.
  case shape(String, found: String)
  /// Training rows that no model can be fitted to.
  case examples(String)
  /// A fit that broke down, with the model's name.
  case fit(String, cause: String)
  /// Arrays or a summary that are no model.
  case model(String)

  /// One sentence.
  public var description: String {
    switch self {
    case .shape(let expected, let found): "cannot build a matrix: expected \(expected), found \(found)"
    case .examples(let cause): "cannot take the training rows: \(cause)"
    case .fit(let name, let cause): "cannot fit '\(name)': \(cause)"
    case .model(let cause): "cannot read a classical model: \(cause)"
    }
  }
}
