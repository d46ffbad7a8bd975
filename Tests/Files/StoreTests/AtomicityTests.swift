import Determinism
import Glibc
import Store
import TestSupport
import Testing

@Suite struct AtomicityTests {
  let scratch = Scratch()

  func start(_ path: String) throws -> OutputFile {
    let output = try OutputFile(
      path, schema: .models, tool: Tool(name: "lilt-train", version: "0.1.0"), settings: "{}", inputs: [])
    try output.write("/models/fold", texts: ["fold0"])
    try output.write("/models/name", texts: ["fold0.h5"])
    try output.write("/models/sha256", texts: [String(repeating: "0", count: 64)])
    return output
  }

  @Test func `a file that is not committed leaves the old one and nothing else`() throws {
    let path = scratch.file("models.h5")
    try start(path).commit()
    let before = try Digest(ofFile: path)
    do {
      let second = try start(path)
      try second.write("/models/extra", [1, 2, 3] as [Int64])
    }
    #expect(try Digest(ofFile: path) == before)
    #expect(scratch.names == ["models.h5"])
  }

  @Test func `left-overs of dead runs are removed and those of live ones are not`() throws {
    let path = scratch.file("models.h5")
    for name in [".models.h5.999-0.tmp", ".other.h5.999-0.tmp", ".models.h5.notes.tmp"] { scratch.touch(name) }
    let live = try start(path)
    let liveOther = try start(scratch.file("other.h5"))
    #expect(!scratch.names.contains(".models.h5.999-0.tmp"))
    #expect(!scratch.names.contains(".other.h5.999-0.tmp"))
    #expect(scratch.names.contains(".models.h5.notes.tmp"))
    try start(path).commit()
    try live.commit()
    try liveOther.commit()
    #expect(scratch.names == [".models.h5.notes.tmp", "models.h5", "other.h5"])
  }

  @Test func `equal calls make equal bytes whatever the file is called`() throws {
    let axes = TensorWriter.Axes(features: ["a", "b"], units: ["Hz", ""], times: [0, 0.1, 0.2])
    func make(_ name: String) throws -> Digest {
      // Other contents of freed memory must not find their way into the file.
      var noise = [[UInt8]]()
      for size in stride(from: 16, to: 70_000, by: 977) {
        noise.append([UInt8](repeating: .random(in: 0...255), count: size))
      }
      noise = []
      try TensorTests.features(scratch.file(name), rows: 300, axes: axes) { Float($0 * $1) / 7 }
      return try Digest(ofFile: scratch.file(name))
    }
    let first = try make("a.h5")
    #expect(try make("a-much-longer-name.h5") == first)
    #expect(try make("a.h5") == first)
  }

  @Test func `a file that lacks a part is not committed`() throws {
    let path = scratch.file("models.h5")
    let output = try OutputFile(
      path, schema: .models, tool: Tool(name: "lilt-train", version: "0.1.0"), settings: "{}", inputs: [])
    try output.write("/models/fold", texts: ["fold0"])
    try output.write("/models/name", texts: ["fold0.h5"])
    #expect(throws: StoreError.self) { try output.commit() }
    #expect(scratch.names == [])
  }

  @Test func `a write past the limit is a clear error and leaves the old file`() async {
    await #expect(processExitsWith: .success) {
      let scratch = Scratch()
      let path = scratch.file("clean.h5")
      scratch.touch("clean.h5")
      var limit = rlimit(rlim_cur: 300_000, rlim_max: 300_000)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      do {
        let output = try OutputFile(
          path, schema: .clean, tool: Tool(name: "lilt-clean", version: "0.1.0"), settings: "{}", inputs: [])
        let audio = try output.ragged("/audio")
        for _ in 0..<10 { try audio.append([Float](repeating: 1, count: 50_000)) }
        try output.attach("rate", 22050 as Int64, to: "/audio")
        try output.write([])
        try output.commit()
        exit(3)
      } catch {
        guard StoreError.isWriteFailure(error), "\(error)".hasSuffix("clean.h5': File too large") else { exit(4) }
        guard scratch.names == ["clean.h5"] else { exit(5) }
      }
    }
  }
}

extension Scratch {
  func touch(_ name: String) { close(open(file(name), O_CREAT | O_WRONLY, 0o644)) }

  var names: [String] {
    guard let listing = opendir(path) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      names.append(withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
  }
}
