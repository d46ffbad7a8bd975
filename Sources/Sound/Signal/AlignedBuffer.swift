/// Memory of a fixed number of elements on a cache line boundary, as vector instructions and FFTW's plans want it.
///
/// It starts zeroed, is freed once, and is never resized: what runs per frame works in buffers that were made before.
public struct AlignedBuffer<Element: BitwiseCopyable>: ~Copyable {
  /// Bytes that every buffer's address is a multiple of.
  public static var alignment: Int { 64 }

  /// The first element.
  public let start: UnsafeMutablePointer<Element>
  /// Elements.
  public let count: Int

  /// Zeroed memory for `count` elements.
  public init(count: Int) {
    precondition(count >= 0, "a buffer cannot hold \(count) elements")
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.alignment)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    start = memory.bindMemory(to: Element.self, capacity: max(count, 1))
    self.count = count
  }

  /// Memory that holds a copy of `elements`.
  public init(_ elements: some Collection<Element>) {
    self.init(count: elements.count)
    for (i, element) in elements.enumerated() { start[i] = element }
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }

  /// All elements.
  public var all: UnsafeMutableBufferPointer<Element> { UnsafeMutableBufferPointer(start: start, count: count) }

  /// The elements as an array of their own.
  public var copied: [Element] { Array(all) }

  /// One element; checked in debug builds only.
  public subscript(i: Int) -> Element {
    get { start[i] }
    nonmutating set { start[i] = newValue }
  }
}

/// Aligned memory that grows to the largest size asked for and then stays, so that clips of similar length allocate
/// nothing. One thread's own.
public final class Workspace<Element: BitwiseCopyable> {
  private var buffer = AlignedBuffer<Element>(count: 0)

  /// Empty memory.
  public init() {}

  /// The first element.
  public var start: UnsafeMutablePointer<Element> { buffer.start }
  /// Elements that there is room for.
  public var capacity: Int { buffer.count }

  /// Makes room for `count` elements; what was there is lost when the memory had to grow.
  @discardableResult
  public func hold(_ count: Int) -> UnsafeMutablePointer<Element> {
    if buffer.count < count { buffer = AlignedBuffer(count: count + count / 4) }
    return buffer.start
  }
}
