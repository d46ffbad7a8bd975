import Graph

/// A stretch of memory that kernels read and write, placed only once all of its uses are known.
final class Buffer {
  let bytes: Int
  /// Where it lies, once the plan is placed.
  private(set) var address: UnsafeMutableRawPointer!
  /// Whether it lies outside the plan's working memory: a parameter, an input, a result.
  private(set) var isPlaced: Bool
  /// Whether its content changes only when the parameters do.
  var isConstant: Bool
  /// What keeps the memory of a placed buffer alive.
  private var owner: AnyObject?

  /// A buffer that the plan will place.
  init(bytes: Int) {
    self.bytes = bytes
    isPlaced = false
    isConstant = false
  }

  /// A buffer over memory that exists already.
  init(at address: UnsafeMutableRawPointer, bytes: Int, owner: AnyObject, isConstant: Bool = false) {
    self.bytes = bytes
    self.address = address
    self.owner = owner
    self.isConstant = isConstant
    isPlaced = true
  }

  /// Puts the buffer somewhere for good.
  func place(at address: UnsafeMutableRawPointer, owner: AnyObject) {
    self.address = address
    self.owner = owner
    isPlaced = true
  }

  func pointer<T>(_ type: T.Type = T.self) -> UnsafeMutablePointer<T> { address.assumingMemoryBound(to: type) }
}

/// A buffer and the layout of the tensor in it: what flows between operations while a tape is compiled.
struct Value {
  let buffer: Buffer
  let layout: Layout
  /// Whether anything upstream of it is trained.
  var needsGradient = false

  var shape: [Int] { layout.shape }
}
