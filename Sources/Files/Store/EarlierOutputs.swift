import Glibc
import HDF5
import System

/// The outputs of earlier runs of a stage, whatever their settings were: the file that is about to be replaced and those
/// beside it.
///
/// A row's key says all that its content depends on, so a row may come from any of them. That is what makes a changed
/// recipe cost only what changed, though its files have new names.
public final class EarlierOutputs {
  private let files: [PreviousOutput]

  /// How many files are looked through, the newest first; each keeps its keys in memory.
  private static let limit = 4

  /// Finds the earlier outputs in a file's folder.
  public init(beside path: String, schema: Schema) {
    files = Self.candidates(path).prefix(Self.limit).compactMap { PreviousOutput($0, schema: schema) }
  }

  /// The sound of the row with this key.
  public func sound(for key: String) -> [Float]? {
    for file in files {
      if let row = file.row(for: key), let sound = file.sound(ofRow: row) { return sound }
    }
    return nil
  }

  /// A text beside the row with this key.
  public func text(_ path: String, for key: String) -> String? {
    for file in files {
      if let row = file.row(for: key), let text = file.text(path, ofRow: row) { return text }
    }
    return nil
  }

  /// The row of a tensor with this key and shape.
  public func tensorRow(for key: String, shape: [Int]) -> (values: [Float], length: Int64)? {
    for file in files {
      if let row = file.row(for: key), let found = file.tensorRow(row, shape: shape) { return found }
    }
    return nil
  }

  /// A block of a tensor as it is stored, when one of the files has exactly these rows in one block.
  public func tensorBlock(for keys: [String], layout: TensorLayout) -> (block: [EncodedChunk], lengths: [Int64])? {
    for file in files {
      let rows = keys.compactMap(file.row)
      if rows.count == keys.count, let found = file.tensorBlock(ofRows: rows, layout: layout) { return found }
    }
    return nil
  }

  /// Earlier outputs as files, the newest first, for stages that keep something else than rows; those that are damaged
  /// or of another kind are left out.
  public static func open(beside path: String, schema: Schema) -> [InputFile] {
    candidates(path).prefix(limit).compactMap { try? InputFile($0, expecting: [schema]) }
  }

  private static func candidates(_ path: String) -> [String] {
    let (folder, own) = splitPath(path)
    var found: [(name: String, time: (Int, Int))] = []
    for name in listing(of: folder) where name.hasSuffix(".h5") && !name.hasPrefix(".") {
      var status = stat()
      guard stat(folder + name, &status) == 0 else { continue }
      found.append((name, (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)))
    }
    // Which of equal rows is copied makes no difference to the output; the order only finds them sooner.
    found.sort { a, b in a.name == own || (b.name != own && a.time > b.time) }
    return found.map { folder + $0.name }
  }
}
