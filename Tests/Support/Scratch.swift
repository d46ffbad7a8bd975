import Foundation

/// A folder of a test's own, gone with the test.
public final class Scratch: Sendable {
  /// Where it is.
  public let path: String

  /// - Parameter ending: what the folder's name ends with.
  public init(ending: String = "") {
    path = NSTemporaryDirectory() + "lilt-" + UUID().uuidString + ending
    do { try makeFolder(path) } catch { fatalError("no folder for a test's files: \(error)") }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in it.
  public func file(_ name: String) -> String { "\(path)/\(name)" }
  /// The same as a URL.
  public func url(_ name: String) -> URL { URL(fileURLWithPath: file(name)) }
  /// What a file holds.
  public func bytes(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }
  /// Removes a file.
  public func remove(_ name: String) throws { try FileManager.default.removeItem(at: url(name)) }
  /// Whether there is a file of this name.
  public func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  /// Writes a file and the folders that it needs; returns its path.
  @discardableResult
  public func write(_ name: String, _ text: String) throws -> String { try write(name, Data(text.utf8)) }

  /// Writes a file and the folders that it needs; returns its path.
  @discardableResult
  public func write(_ name: String, _ bytes: Data) throws -> String {
    try makeFolder(url(name).deletingLastPathComponent().path)
    try bytes.write(to: url(name))
    return file(name)
  }

  /// Every file below the folder that a run should not have left: temporaries of any kind.
  public var leftOvers: [String] {
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".tmp") }.sorted()
  }
}

/// Makes a folder and those above it.
public func makeFolder(_ path: String) throws {
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
}
