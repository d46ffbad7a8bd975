import Determinism
import Settings
import Store

/// What was done to recordings before a model saw them: the `clean` and `features` settings, as the text that every
/// file from features on carries.
public struct Frontend: Sendable, Equatable {
  /// Canonical JSON: `{"clean": …, "features": …}`.
  public let text: String

  /// A front end by its canonical JSON.
  public init(_ text: String) { self.text = text }

  /// SHA-256 of the text, by which a model refuses a front end that was tampered with.
  public var sha256: String { Digest(of: text).description }

  /// The settings of one part: `clean`, `features`.
  public func settings<S: Settings>(of part: String, as type: S.Type) throws -> S {
    guard case .object(let parts) = try JSON(parsing: text.utf8), let tree = parts[part] else {
      throw ModelError(cannot: "rebuild", "front end", "it has no '\(part)' settings")
    }
    do {
      return try S(decoding: tree)
    } catch let error as SettingsError {
      throw ModelError(cannot: "rebuild", "front end", "\(part): \(error)")
    }
  }
}

extension InputFile {
  /// The front end that a file names.
  public func frontend() throws -> Frontend { Frontend(try text("frontend", of: "/")) }
}
