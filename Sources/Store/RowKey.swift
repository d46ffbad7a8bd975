import Determinism

/// Names a row by everything that its content depends on, so that an equal key means an equal row.
///
/// A key is the SHA-256 of the program's own bytes, the settings that matter for rows, the key of the row it is made
/// from, and whatever else the stage adds.
public struct RowKey: Sendable {
  private let base: String

  /// Keys for one stage of one program.
  /// - Parameters:
  ///   - program: the hash of the executable, `RowKey.thisProgram()`.
  ///   - settings: the part of the settings that a row depends on, as canonical JSON.
  public init(program: Digest, settings: String) {
    var hash = SHA256()
    hash.update(field: program.description)
    hash.update(field: settings)
    base = hash.finish().description
  }

  /// The hash of the running executable's bytes.
  public static func thisProgram() throws -> Digest { try Digest(ofFile: "/proc/self/exe") }

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
