/// Decoded blocks of a tensor, as many as a budget has room for; the one that was not used for longest goes first.
struct BlockCache {
  /// How many blocks it may hold.
  var capacity: Int
  private var blocks: [Int: [Float]] = [:]
  private var uses: [Int: Int] = [:]
  private var clock = 0

  /// A cache of so many blocks, at least one.
  init(capacity: Int) { self.capacity = max(1, capacity) }

  /// Whether a block that comes in drives another out.
  var isFull: Bool { blocks.count >= capacity }

  /// Whether a block is here.
  func holds(_ block: Int) -> Bool { blocks[block] != nil }

  /// Calls the body with a block, which `load` brings when it is not here.
  mutating func with<Result>(
    _ block: Int, load: (Int) throws -> [Float], _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) throws -> Result {
    clock += 1
    uses[block] = clock
    if let values = blocks[block] { return try values.withUnsafeBufferPointer(body) }
    if isFull, let oldest = blocks.keys.min(by: { (uses[$0] ?? 0, $0) < (uses[$1] ?? 0, $1) }) {
      blocks[oldest] = nil
      uses[oldest] = nil
    }
    let values = try load(block)
    blocks[block] = values
    return try values.withUnsafeBufferPointer(body)
  }
}
