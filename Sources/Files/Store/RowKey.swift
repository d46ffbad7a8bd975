import Determinism

/// Names a row by everything that its content depends on, so that an equal key means an equal row.
///
/// A key is the SHA-256 of the stage's revision, the settings that matter for rows, the key of the row it is made from,
/// and whatever else the stage adds.
public struct RowKey: Sendable {
  private let base: String

  /// Keys for one stage.
  /// - Parameters:
  ///   - revision: the state of what the stage computes.
  ///   - settings: the part of the settings that a row depends on, as canonical JSON.
  public init(_ revision: Revision, settings: String) {
    var hash = SHA256()
    hash.update(field: revision.description)
    hash.update(field: settings)
    base = hash.finish().description
  }

  /// The key of the row made from another: 64 hexadecimal digits.
  /// - Parameter extras: what else the row depends on, for example its variant.
  public func key(of input: String, _ extras: String...) -> String {
    var hash = SHA256()
    hash.update(field: base)
    hash.update(field: input)
    for extra in extras { hash.update(field: extra) }
    return hash.finish().description
  }
}
