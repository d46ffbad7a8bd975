import Determinism
import Glibc
import Store
import System

/// The models of a split's folds, `lilt/models/1`: the file that Make sees, with the folds' files in the folder beside it
/// that has its name without `.h5`.
public struct ModelsIndex: Sendable, Equatable {
  /// One fold's model.
  public struct Entry: Sendable, Equatable {
    /// The fold: `fold0`.
    public var fold: String
    /// The file's name in the folder: `fold0.h5`.
    public var name: String
    /// SHA-256 of the file.
    public var sha256: String

    /// A fold with its file.
    public init(fold: String, name: String, sha256: String) {
      self.fold = fold
      self.name = name
      self.sha256 = sha256
    }
  }

  /// The folds in the order of the split.
  public var entries: [Entry]

  /// An index of folds.
  public init(_ entries: [Entry]) { self.entries = entries }

  /// The folder of the models that belong to an index; a link stands for what it leads to.
  public static func folder(of path: String) -> String {
    var target = path
    if let resolved = realpath(path, nil) {
      target = String(cString: resolved)
      free(resolved)
    }
    return target.hasSuffix(".h5") ? String(target.dropLast(3)) : target + ".models"
  }

  /// Writes the index, all or nothing.
  public func write(to path: String, tool: Tool, settings: String, inputs: [Input]) throws {
    let output = try OutputFile(path, schema: .models, tool: tool, settings: settings, inputs: inputs)
    try output.write("/models/fold", texts: entries.map(\.fold))
    try output.write("/models/name", texts: entries.map(\.name))
    try output.write("/models/sha256", texts: entries.map(\.sha256))
    try output.commit(keepingEqual: true)
  }

  /// Reads an index.
  public init(_ path: String) throws {
    let file = try InputFile.open(path, expecting: .models)
    let folds = try file.texts("/models/fold"), names = try file.texts("/models/name")
    entries = zip(zip(folds, names), try file.texts("/models/sha256")).map {
      Entry(fold: $0.0, name: $0.1, sha256: $1)
    }
    if let stray = entries.first(where: { $0.name.isEmpty || $0.name.contains("/") || $0.name == ".." }) {
      throw ModelError(cannot: "use", path, "'\(stray.name)' is no file of the folder beside it")
    }
  }

  /// What is wrong with the folds' files that belong to an index: which is missing, which is another than it lists.
  public static func problems(of path: String) throws -> [any Failure] {
    try ModelsIndex(path).entries.compactMap { entry in
      do {
        _ = try entry.file(of: path)
        return nil
      } catch let problem as any Failure { return problem }
    }
  }

  /// The models of an index, in its order, each checked against its hash.
  public static func models(of path: String) throws -> [ModelFile] {
    let index = try ModelsIndex(path)
    return try index.entries.map { try $0.model(of: path) }
  }
}

extension ModelsIndex.Entry {
  /// The fold's model, checked against its hash.
  /// - Parameter index: the path of the index that lists it.
  public func model(of index: String) throws -> ModelFile {
    try ModelFile(file(of: index))
  }

  /// The path of the fold's file, which is there and has the hash that the index lists.
  fileprivate func file(of index: String) throws -> String {
    let file = ModelsIndex.folder(of: index) + "/" + name
    guard access(file, F_OK) == 0 else {
      throw ModelError(cannot: "use", file, "it is missing, and '\(index)' lists it; train again")
    }
    guard try Digest(ofFile: file).description == sha256 else {
      throw ModelError(cannot: "use", file, "it is not the file that '\(index)' lists; train again")
    }
    return file
  }
}
