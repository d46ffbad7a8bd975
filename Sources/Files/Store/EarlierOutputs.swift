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

/// An earlier output of the same stage, from which rows with equal keys are copied rather than computed again.
///
/// Nothing about it is trusted: a file that is missing, damaged or of another kind is simply not used, and a row that
/// cannot be read is simply computed.
public final class PreviousOutput {
  private let file: InputFile
  private let indices: [String: Int]
  private let ragged: RaggedReader?
  private let tensor: TensorReader?
  private let lengths: [Int64]
  private var columns: [String: [String]] = [:]

  /// Opens an earlier output; nil where it is of no use.
  public init?(_ path: String, schema: Schema) {
    guard let file = try? InputFile(path, expecting: [schema]), let keys = try? file.texts("/rows/key") else {
      return nil
    }
    self.file = file
    indices = Dictionary(keys.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    ragged = try? file.ragged("/audio")
    tensor = try? file.tensor()
    lengths = (try? file.array("/tensor/length")) ?? []
  }

  /// The row with this key.
  public func row(for key: String) -> Int? { indices[key] }

  /// A text that stands beside a row in another column; nil where it cannot be read.
  public func text(_ path: String, ofRow row: Int) -> String? {
    if columns[path] == nil { columns[path] = (try? file.texts(path)) ?? [] }
    return columns[path].flatMap { $0.indices.contains(row) ? $0[row] : nil }
  }

  /// The sound of a row; nil where it cannot be read.
  public func sound(ofRow row: Int) -> [Float]? { try? ragged?.read(row) }

  /// One row of the tensor, when its rows are of this shape, and its length; nil where it cannot be read.
  public func tensorRow(_ row: Int, shape: [Int]) -> (values: [Float], length: Int64)? {
    guard let tensor, tensor.layout.rowShape == shape, lengths.indices.contains(row),
      let values = try? tensor.row(row)
    else { return nil }
    return (values, lengths[row])
  }

  /// A whole block of the tensor as it is stored, when these rows, in this order, are exactly one of its blocks.
  public func tensorBlock(ofRows rows: [Int], layout: TensorLayout) -> (block: [EncodedChunk], lengths: [Int64])? {
    guard let tensor, tensor.layout == layout, let first = rows.first, first.isMultiple(of: layout.rowsPerChunk),
      tensor.rows(ofBlock: first / layout.rowsPerChunk).elementsEqual(rows), lengths.count == tensor.rowCount,
      let block = try? tensor.encodedBlock(first / layout.rowsPerChunk),
      block.allSatisfy(layout.codec.isIntact)
    else { return nil }
    return (block, rows.map { lengths[$0] })
  }
}

/// Whether a path leads to a regular file.
func isFile(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

/// The absolute path of a file without links on the way; nil where there is no such file.
func realPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}
