import Testing
import Glibc
@testable import Corpora
@Suite struct Scratch {
  func survey(_ name: String, _ folder: String) throws -> Survey {
    let corpus = try Corpora.named(name)
    let listing = try Listing(of: folder)
    let clock = ContinuousClock()
    var exams: [Examination] = []
    let t = clock.measure { exams = listing.sounds.map { Examination(of: $0, in: folder) } }
    print(name, listing.sounds.count, listing.hidden.count, listing.others, t)
    var tables: [String: [UInt8]] = [:]
    for (n, p) in Survey.tablePaths(of: corpus, in: folder) {
      let f = fopen(p, "r")!; var b = [UInt8](repeating: 0, count: 1 << 20); let k = fread(&b, 1, b.count, f); fclose(f)
      tables[n] = Array(b.prefix(k))
    }
    return Survey(corpus, listing: listing, examinations: exams, tableFiles: tables)
  }
  @Test func real() throws {
    let s = try [survey("ravdess", "/work/corpora/ravdess"), survey("crema-d", "/work/corpora/crema-d")]
    let c = Catalog(s, settings: IngestSettings())
    print(c.clips.count, c.clips.filter(\.isUsed).count, c.labels)
    for x in c.summary { print(x.rule, x.action, x.count) }
    for f in c.findings where f.rule != .leadingZeros && f.rule != .missing { print(f.rule, f.subject, f.detail, f.action) }
    print(c.findings.filter { $0.rule == .missing }.prefix(3), c.clips[0], c.clips.last!)
    print(c.clips.compactMap { $0.sound?.peak }.min()!, c.clips.compactMap { abs($0.sound!.offset) }.max()!)
  }
}
