import Determinism
import Glibc
import HDF5
import Store
import TestSupport
import Testing

/// Figures for the claims in Store/README.md: `LILT_MEASURE=1 swift test -c release --filter SpeedMeasurements`.
@Suite(.serialized, .enabled(if: getenv("LILT_MEASURE") != nil, "measures only when LILT_MEASURE is set"))
struct SpeedMeasurements {
  let scratch = Scratch()

  /// Sound-like numbers: a slow wave and noise under it, so that deflate has something to do, but not much.
  static func signal(_ count: Int) -> [Float] {
    var state: UInt32 = 1
    return (0..<count).map { index in
      state = state &* 1_664_525 &+ 1_013_904_223
      return sinf(Float(index) / 40) + Float(state >> 20) / 65536
    }
  }

  /// Processor time, of all threads and of the system on their behalf: other programs then do not matter much.
  static func seconds(_ body: () throws -> Void) rethrows -> Double {
    var (start, end) = (timespec(), timespec())
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start)
    try body()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end)
    return Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) / 1e9
  }

  static func report(_ what: String, megabytes: Double, _ seconds: Double) {
    let name = what + String(repeating: " ", count: max(0, 44 - what.count))
    print("\(name) \(Int(megabytes / seconds)) MB/s (\(Int(seconds * 1000)) ms)")
  }

  @Test func `sound goes to the file and back`() throws {
    let clip = Self.signal(60_000)
    let count = 2000
    let megabytes = Double(count * clip.count * 4) / 1e6
    let path = scratch.file("clean.h5")
    try Self.report(
      "ragged rows, written and synced", megabytes: megabytes,
      Self.seconds {
        let output = try OutputFile(
          path, schema: .clean, tool: Tool(name: "lilt-clean", version: "0.1.0"), settings: "{}", inputs: [])
        let audio = try output.ragged("/audio")
        let time = try Self.seconds { for _ in 0..<count { try audio.append(clip) } }
        Self.report("ragged rows, written", megabytes: megabytes, time)
        try output.attach("rate", 22050 as Int64, to: "/audio")
        try output.write((0..<count).map(Row.example))
        try output.commit()
      })
    let input = try InputFile.open(path, expecting: .clean)
    let audio = try input.ragged("/audio")
    var buffer = [Float](repeating: 0, count: clip.count)
    try Self.report(
      "ragged rows, read", megabytes: megabytes,
      Self.seconds {
        for row in 0..<count { try buffer.withUnsafeMutableBufferPointer { try audio.read(row, into: $0) } }
      })
    #expect(buffer == clip)
    var sum: UInt32 = 0
    let memory = Self.seconds {
      for row in 0..<count {
        buffer[0] = Float(row)
        sum ^= buffer.withUnsafeBytes { Fletcher32.checksum($0) }
      }
    }
    Self.report("Fletcher32 alone (\(sum))", megabytes: megabytes, memory)
    let target = open(scratch.file("plain"), O_CREAT | O_WRONLY, 0o644)
    let plain = Self.seconds {
      for _ in 0..<count { clip.withUnsafeBytes { _ = Glibc.write(target, $0.baseAddress, $0.count) } }
    }
    close(target)
    Self.report("plain write(2), for comparison", megabytes: megabytes, plain)
  }

  @Test func `rows of text go to the file and back`() throws {
    let path = scratch.file("rows.h5")
    let rows = (0..<40_000).map { index in
      var row = Row.example(index)
      row.key = Digest(of: "\(index)").description
      row.sound = Digest(of: "sound \(index)").description
      return row
    }
    func report(_ what: String, _ seconds: Double) {
      print("\(what): \(Int(seconds * 1000)) ms for \(rows.count) rows of 10 texts")
    }
    try report(
      "written and committed",
      Self.seconds {
        let output = try OutputFile(
          path, schema: .clean, tool: Tool(name: "lilt-clean", version: "0.1.0"), settings: "{}", inputs: [])
        let audio = try output.ragged("/audio")
        for _ in rows { try audio.append([]) }
        try output.attach("rate", 22050 as Int64, to: "/audio")
        try output.write(rows)
        try output.commit()
      })
    var input: InputFile?
    try report("opened", Self.seconds { input = try InputFile.open(path, expecting: .clean) })
    var read: [Row] = []
    try report("read", Self.seconds { read = try input!.rows() })
    #expect(read == rows)
  }

  @Test func `chunks are compressed outside HDF5`() throws {
    // A log-mel tensor: 182 features by 261 frames, padded with zeros from a random frame on.
    let (rows, features, frames) = (700, 182, 261)
    let noise = Self.signal(rows * features * frames)
    var values = [Float](repeating: 0, count: rows * features * frames)
    for row in 0..<rows {
      for line in 0..<features {
        let start = (row * features + line) * frames
        for frame in 0..<(120 + row * 37 % 140) { values[start + frame] = (noise[start + frame] * 1000).rounded() / 16 }
      }
    }
    let megabytes = Double(values.count * 4) / 1e6
    let layout = TensorLayout(rowShape: [features, frames])
    func write(_ name: String, _ body: (borrowing HDF5Dataset) throws -> Void) throws -> Double {
      let file = try HDF5File.create(scratch.file(name))
      let dataset = try file.makeDataset(
        "/x", .float32, shape: [rows, features, frames],
        layout: ChunkLayout(
          chunk: [layout.rowsPerChunk, features, frames], maximum: [nil, features, frames], compressed: true))
      let time = try Self.seconds { try body(dataset) }
      try dataset.close()
      try file.close()
      return time
    }
    let theirs = try write("h5dwrite.h5") { try $0.write(values) }
    Self.report("H5Dwrite, shuffle + deflate 1 + fletcher32", megabytes: megabytes, theirs)
    let ours = try write("chunks.h5") { dataset in
      try values.withUnsafeBufferPointer { all in
        for block in 0..<layout.blockCount(rows: rows) {
          let range = layout.rows(ofBlock: block, of: rows)
          let part = all[range.lowerBound * layout.rowSize..<range.upperBound * layout.rowSize]
          for chunk in layout.encode(UnsafeBufferPointer(rebasing: part)) {
            try chunk.bytes.withUnsafeBytes {
              try dataset.writeChunk($0, mask: chunk.mask, at: [range.lowerBound, 0, 0])
            }
          }
        }
      }
    }
    Self.report("encode on one thread, H5Dwrite_chunk", megabytes: megabytes, ours)
    print("ratio \(theirs / ours)")
    // The share that workers take over, and the share that stays with the one thread that writes.
    var encoded: [EncodedChunk] = []
    let encoding = values.withUnsafeBufferPointer { all in
      Self.seconds {
        for block in 0..<layout.blockCount(rows: rows) {
          let range = layout.rows(ofBlock: block, of: rows)
          let part = all[range.lowerBound * layout.rowSize..<range.upperBound * layout.rowSize]
          encoded += layout.encode(UnsafeBufferPointer(rebasing: part))
        }
      }
    }
    let writing = try write("two.h5") { dataset in
      for (block, chunk) in encoded.enumerated() {
        try chunk.bytes.withUnsafeBytes {
          try dataset.writeChunk($0, mask: chunk.mask, at: [block * layout.rowsPerChunk, 0, 0])
        }
      }
    }
    var decoded = [Float](repeating: 0, count: layout.rowsPerChunk * layout.rowSize)
    var isDecoded = true
    let decoding = decoded.withUnsafeMutableBufferPointer { memory in
      Self.seconds {
        for chunk in encoded where !layout.decode([chunk], into: memory) { isDecoded = false }
      }
    }
    #expect(isDecoded)
    Self.report("encode alone", megabytes: megabytes, encoding)
    Self.report("decode alone", megabytes: megabytes, decoding)
    Self.report("H5Dwrite_chunk alone", megabytes: megabytes, writing)
    print("ratio with two workers: \(theirs / (encoding / 2 + writing))")
    print("compressed to \(encoded.reduce(0) { $0 + $1.bytes.count }) of \(values.count * 4) bytes")
    let file = try HDF5File.open(scratch.file("chunks.h5"))
    let dataset = try file.openDataset("/x")
    var whole: [Float] = []
    try Self.report("H5Dread", megabytes: megabytes, Self.seconds { whole = try dataset.read() })
    #expect(whole == values)
  }
}
