import Graph

/// Decides where the buffers of a plan lie: those whose lives overlap apart, others on top of each other.
///
/// Largest first, each at the lowest offset that is free for its whole life: within a few percent of the peak that
/// any order could reach, and the same for every run.
struct Placement {
  /// Bytes that the working memory must have.
  private(set) var bytes = 0
  /// A buffer and its offset.
  private(set) var offsets: [(buffer: Buffer, offset: Int)] = []

  private struct Life {
    var members: [Buffer]
    var bytes: Int
    var first: Int
    var last: Int
    var offset = 0
  }

  init(_ kernels: [Kernel]) {
    var lives = Placement.lives(of: kernels)
    // Ties are broken by the order of first use, which the kernels fix.
    let order = lives.indices.sorted { (-lives[$0].bytes, lives[$0].first) < (-lives[$1].bytes, lives[$1].first) }
    var placed: [Int] = []
    for index in order {
      let life = lives[index]
      let rivals = placed.map { lives[$0] }.filter { $0.first <= life.last && life.first <= $0.last }
        .sorted { $0.offset < $1.offset }
      var offset = 0
      for rival in rivals where offset + life.bytes > rival.offset { offset = max(offset, rival.offset + rival.bytes) }
      lives[index].offset = offset
      bytes = max(bytes, offset + life.bytes)
      placed.append(index)
    }
    for life in lives { for buffer in life.members { offsets.append((buffer, life.offset)) } }
  }

  /// From first to last use of each buffer, with buffers merged where a kernel works in place.
  private static func lives(of kernels: [Kernel]) -> [Life] {
    var lives: [Life] = []
    var indices: [ObjectIdentifier: Int] = [:]
    var lastUse: [ObjectIdentifier: Int] = [:]
    for (time, kernel) in kernels.enumerated() {
      for buffer in kernel.reads + kernel.writes { lastUse[ObjectIdentifier(buffer)] = time }
    }
    for (time, kernel) in kernels.enumerated() {
      for buffer in kernel.reads + kernel.writes where !buffer.isPlaced && indices[ObjectIdentifier(buffer)] == nil {
        let id = ObjectIdentifier(buffer)
        let last = lastUse[id] ?? time
        if let (source, destination) = kernel.inPlace, destination === buffer, !source.isPlaced,
          lastUse[ObjectIdentifier(source)] == time, let host = indices[ObjectIdentifier(source)],
          lives[host].last == time
        {
          lives[host].members.append(buffer)
          lives[host].last = max(lives[host].last, last)
          lives[host].bytes = max(lives[host].bytes, aligned(buffer.bytes))
          indices[id] = host
        } else {
          indices[id] = lives.count
          lives.append(Life(members: [buffer], bytes: aligned(buffer.bytes), first: time, last: last))
        }
      }
    }
    return lives
  }

  /// Whole cache lines, plus one so that buffers of equal power-of-two size do not fall on the same cache sets.
  private static func aligned(_ bytes: Int) -> Int { (bytes + 127) / 64 * 64 }
}

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
  let layout: BufferLayout
  /// Whether anything upstream of it is trained.
  var needsGradient = false

  var shape: [Int] { layout.shape }
}

/// The working memory of an engine, which grows to what its largest plan needs.
final class Arena {
  private var memory: Memory?

  /// Memory of at least this size; a plan keeps the block it was given alive even when a later one is larger.
  func reserve(bytes: Int) throws -> Memory {
    if let memory, memory.bytes >= bytes { return memory }
    let larger = try Memory(bytes: bytes)
    memory = larger
    return larger
  }
}
