import Glibc
import HDF5
import System

/// The file behind an `OutputFile` and its writers: one place where every write passes and every failure is kept.
final class Session {
  /// The file to make.
  let target: String
  private let temporary: TemporaryFile
  private var file: HDF5File?
  private var failure: StoreError?
  private var groups: Set<String> = ["/"]
  private var attachments: [String: [Attachment]] = [:]

  /// A value that waits for its object to be complete.
  private struct Attachment {
    let name: String
    let texts: [String]?
    let write: (Attributes) throws -> Void
  }

  init(_ target: String) throws {
    self.target = target
    // A write past RLIMIT_FSIZE shall fail with an error that we report, not end the process.
    signal(SIGXFSZ, SIG_IGN)
    temporary = try TemporaryFile(for: target)
    do {
      file = try HDF5File.create(temporary.path)
    } catch let error as HDF5Error {
      temporary.discard()
      throw StoreError(.write, cannot: "write", target, error.cause)
    }
  }

  /// Runs something that writes. After the first failure the temporary is gone and nothing more is tried.
  func write<Result: ~Copyable>(_ body: (borrowing HDF5File) throws -> Result) throws -> Result {
    try requireOpen()
    do {
      return try body(file!)
    } catch let error as HDF5Error {
      let error = StoreError(.write, cannot: "write", target, error.cause)
      fail(error)
      throw error
    }
  }

  /// Makes a group, and those above it, unless they are there.
  func makeGroup(_ path: String) throws {
    guard !groups.contains(path) else { return }
    let parent = Session.parent(of: path)
    try makeGroup(parent)
    try write { file in try file.makeGroup(path).close() }
    groups.insert(path)
  }

  /// Attaches texts to an object, when that is complete; they join its seal.
  func attach(_ name: String, _ values: [String], shape: [Int], to path: String) throws {
    try requireOpen()
    attachments[path, default: []].append(
      Attachment(name: name, texts: values) { try $0.write(name, texts: values, shape: shape) })
  }

  /// Attaches numbers to an object, when that is complete.
  func attach<T: Element>(_ name: String, _ values: [T], shape: [Int], to path: String) throws {
    try requireOpen()
    attachments[path, default: []].append(
      Attachment(name: name, texts: nil) { try $0.write(name, values, shape: shape) })
  }

  /// Completes an object: writes what is attached to it and the hash that guards its texts.
  func complete(_ path: String, _ seal: consuming TextSeal) throws {
    let attached = attachments.removeValue(forKey: path) ?? []
    let texts = attached.compactMap { attachment in attachment.texts.map { (attachment.name, $0) } }
    let hash = seal.finish(attributes: texts)
    try withAttributes(of: path) { attributes in
      for attachment in attached { try attachment.write(attributes) }
      try attributes.write(TextSeal.attribute, hash)
    }
  }

  /// Attaches what is left, closes the file, checks it, and puts it in its target's place.
  func commit(keepingEqual: Bool, check: (_ temporary: String) throws -> Void) throws {
    for path in attachments.keys.sorted() { try complete(path, TextSeal()) }
    try write { try $0.flush() }
    do {
      if let file = file.take() { try file.close() }
      do {
        // HDF5 refuses a file shorter than its superblock says, so that bytes which never arrived are found here.
        try check(temporary.path)
      } catch {
        throw StoreError(.system, cannot: "write", target, "it came out wrong: \(error)")
      }
      try temporary.replaceTarget(keepingEqual: keepingEqual)
    } catch let error as HDF5Error {
      let error = StoreError(.write, cannot: "write", target, error.cause)
      fail(error)
      throw error
    } catch let error as SystemError {
      let error = StoreError(.write, describing: error)
      fail(error)
      throw error
    } catch let error as StoreError {
      fail(error)
      throw error
    }
  }

  /// Gives the file up, unless it was committed.
  func abandon() { temporary.discard() }

  static func parent(of path: String) -> String {
    let parts = path.split(separator: "/").dropLast()
    return "/" + parts.joined(separator: "/")
  }

  private func requireOpen() throws {
    if let failure { throw failure }
    guard file != nil else { throw StoreError(.system, cannot: "write", target, "it is already complete") }
  }

  private func fail(_ error: StoreError) {
    failure = failure ?? error
    temporary.discard()
  }

  private func withAttributes(of path: String, _ body: (Attributes) throws -> Void) throws {
    try write { file in
      if groups.contains(path) {
        let group = try file.openGroup(path)
        try body(group.attributes)
        try group.close()
      } else {
        let dataset = try file.openDataset(path)
        try body(dataset.attributes)
        try dataset.close()
      }
    }
  }
}
