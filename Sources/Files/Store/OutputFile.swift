import HDF5

/// A file of the store in the making: all of it appears under its name by `commit()`, or nothing does.
///
/// ```swift
/// let output = try OutputFile(path, schema: .clean, tool: tool, settings: settings, inputs: [try Input(file: catalog)])
/// let audio = try output.ragged("/audio")
/// for clip in clips { try audio.append(clip.samples) }
/// try output.write(rows)
/// try output.commit()
/// ```
///
/// Equal calls make equal bytes. Not for several threads: workers compute, one thread writes.
public final class OutputFile {
  /// The schema that the complete file must follow.
  public let schema: Schema
  let session: Session
  private var writers: [any Writer] = []

  /// Starts a file; removes what dead runs left of it.
  /// - Parameters:
  ///   - path: the file to make or replace.
  ///   - settings: canonical JSON.
  ///   - inputs: what it is made from.
  public init(_ path: String, schema: Schema, tool: Tool, settings: String, inputs: [Input]) throws {
    self.schema = schema
    session = try Session(path)
    try session.attach("schema", [schema.name], shape: [], to: "/")
    try session.attach("tool", [tool.name, tool.version], shape: [2], to: "/")
    try session.attach(InputFile.gapsAttribute, ["zero"], shape: [], to: "/")
    if let revision = tool.revision { try session.attach("revision", [revision.description], shape: [], to: "/") }
    try session.attach("settings", [settings], shape: [], to: "/")
    try session.attach(
      "inputs", inputs.flatMap { [$0.name, $0.sha256] }, shape: [inputs.count, 2], to: "/")
  }

  deinit { session.abandon() }

  /// Completes every part, checks the file against its schema, and puts it, safe on disk, in its place.
  /// - Parameter keepingEqual: leaves a file of the same bytes as it stands, its time included, so that nothing that
  ///   depends on it is out of date.
  public func commit(keepingEqual: Bool = false) throws {
    for writer in writers { try writer.finish() }
    writers = []
    try session.commit(keepingEqual: keepingEqual) { [schema] in
      try InputFile($0, expecting: [schema]).clearGaps()
    }
  }

  /// Makes an empty group.
  public func makeGroup(_ path: String) throws { try session.makeGroup(path) }

  /// Attaches a text to a group or dataset.
  public func attach(_ name: String, _ text: String, to path: String) throws {
    try session.attach(name, [text], shape: [], to: path)
  }

  /// Attaches texts to a group or dataset.
  public func attach(_ name: String, texts: [String], to path: String) throws {
    try session.attach(name, texts, shape: [texts.count], to: path)
  }

  /// Attaches a number to a group or dataset.
  public func attach(_ name: String, _ value: some Element, to path: String) throws {
    try session.attach(name, [value], shape: [], to: path)
  }

  /// Attaches numbers to a group or dataset.
  public func attach(_ name: String, values: [some Element], to path: String) throws {
    try session.attach(name, values, shape: [values.count], to: path)
  }

  /// Starts a column of texts.
  public func texts(_ path: String) throws -> TextWriter { add(try TextWriter(session, path)) }

  /// Starts an array of numbers that grows by rows.
  /// - Parameter rowShape: extents of one row; empty where rows are single numbers.
  public func array<Value: Element>(
    _ path: String, of type: Value.Type, rowShape: [Int] = []
  ) throws -> ArrayWriter<Value> {
    add(try ArrayWriter(session, path, rowShape: rowShape, compressed: true))
  }

  /// Writes a whole array of numbers, row-major.
  /// - Parameter compressed: false for files that are soon replaced.
  public func write<Value: Element>(
    _ path: String, _ values: [Value], shape: [Int]? = nil, compressed: Bool = true
  ) throws {
    let shape = shape ?? [values.count]
    precondition(!shape.isEmpty && shape.elementCount == values.count, "an array's shape must hold its values")
    let writer = try ArrayWriter<Value>(
      session, path, rowShape: Array(shape.dropFirst()), rows: shape[0], compressed: compressed)
    try writer.append(values)
    try writer.finish()
  }

  /// Writes a whole column of texts.
  public func write(_ path: String, texts: [String]) throws {
    let writer = try TextWriter(session, path)
    add(writer)
    try writer.append(texts)
  }

  /// Starts an array of rows of different lengths.
  public func ragged(_ group: String) throws -> RaggedWriter { add(try RaggedWriter(session, group)) }

  /// Starts a tensor with named axes.
  public func tensor(_ group: String, axes: TensorWriter.Axes) throws -> TensorWriter {
    add(try TensorWriter(session, group, axes: axes))
  }

  @discardableResult
  private func add<Part: Writer>(_ writer: Part) -> Part {
    writers.append(writer)
    return writer
  }
}
