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
