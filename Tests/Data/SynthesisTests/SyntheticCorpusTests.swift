import Audio
import Corpora
import Glibc
import Settings
import System
import Testing

@testable import Synthesis

@Suite struct SyntheticCorpusTests {
  private func temporaryFolder() -> String {
    var template = Array("/tmp/lilt-synthesis-XXXXXX".utf8CString)
    return mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
  }

  private func remove(_ folder: String) {
    guard let listing = try? Listing(of: folder) else { return }
    for sound in listing.sounds {
      unlink("\(folder)/\(sound.text)")
      for depth in (1...max(1, sound.folders.count)).reversed() {
        rmdir("\(folder)/\(sound.folders.prefix(depth).joined(separator: "/"))")
      }
    }
    for table in ["VideoDemographics.csv", "summaryTable.csv"] { unlink("\(folder)/\(table)") }
    rmdir(folder)
  }

  /// What the doctor finds in a folder, apart from clips that the real corpus has and this one lacks.
  private func catalog(of corpus: SyntheticCorpus, in folder: String, _ settings: String = "{}") throws -> Catalog {
    let real = try Corpora.named(corpus.scheme.rawValue)
    let listing = try Listing(of: folder)
    var tables: [String: [UInt8]] = [:]
    for (name, path) in Survey.tablePaths(of: real, in: folder) {
      guard let file = fopen(path, "rb") else { continue }
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      let count = fread(&bytes, 1, bytes.count, file)
      fclose(file)
      tables[name] = Array(bytes.prefix(count))
    }
    let survey = Survey(
      real, listing: listing, examinations: listing.sounds.map { Examination(of: $0, in: folder) }, tableFiles: tables)
    return Catalog([survey], settings: try IngestSettings(parsing: settings.utf8))
  }

  @Test(arguments: Scheme.allCases)
  func `what is written is read back as a healthy corpus of its scheme`(scheme: Scheme) throws {
    let corpus = try SyntheticCorpus(scheme: scheme, speakers: 2, clips: 4, seed: 1)
    let folder = temporaryFolder()
    defer { remove(folder) }
    for clip in corpus.clips { #expect(try corpus.write(clip, to: folder)) }
    try corpus.writeTables(to: folder)
    let catalog = try catalog(of: corpus, in: folder)
    #expect(catalog.clips.map(\.id) == corpus.clips.map(\.id).sorted())
    #expect(catalog.findings.filter { $0.rule != .missing } == [])
    #expect(catalog.clips.allSatisfy { $0.isUsed && $0.sex != .unknown })
    #expect(catalog.clips.allSatisfy { $0.sound?.rate == corpus.rate && $0.sound?.channels == 1 })
  }

  @Test func `CREMA-D's synthetic raters are understood`() throws {
    let corpus = try SyntheticCorpus(scheme: .cremad, speakers: 2, clips: 2, seed: 1)
    let folder = temporaryFolder()
    defer { remove(folder) }
    for clip in corpus.clips { try corpus.write(clip, to: folder) }
    try corpus.writeTables(to: folder)
    let catalog = try catalog(of: corpus, in: folder, "{ labels: { source: 'soft' } }")
    #expect(catalog.clips.allSatisfy { $0.votes != nil && !$0.shares.isEmpty && $0.age != nil })
  }

  @Test func `a file that holds the same bytes is left untouched`() throws {
    let corpus = try SyntheticCorpus(scheme: .savee, speakers: 1, clips: 1, seed: 1)
    let folder = temporaryFolder()
    defer { remove(folder) }
    let path = "\(folder)/\(corpus.clips[0].path)"
    #expect(try corpus.write(corpus.clips[0], to: folder))
    var times = [timeval(tv_sec: 1_000, tv_usec: 0), timeval(tv_sec: 1_000, tv_usec: 0)]
    utimes(path, &times)
    #expect(try !corpus.write(corpus.clips[0], to: folder))
    var status = stat()
    stat(path, &status)
    #expect(status.st_mtim.tv_sec == 1_000)
    let other = try SyntheticCorpus(scheme: .savee, speakers: 1, clips: 1, seed: 2)
    #expect(try other.write(other.clips[0], to: folder))
  }

  @Test func `the same seed makes the same samples, another seed others`() throws {
    func samples(_ seed: UInt64, clips: Int) throws -> [Int16] {
      let corpus = try SyntheticCorpus(scheme: .cremad, speakers: 2, clips: clips, seed: seed)
      return corpus.samples(of: corpus.clips[1])
    }
    let first = try samples(1, clips: 2)
    #expect(try samples(1, clips: 9) == first)
    #expect(try samples(2, clips: 2) != first)
  }

  @Test func `a larger corpus begins with the smaller one, one clip a step, and emotions stay in balance`() throws {
    let small = try SyntheticCorpus(scheme: .ravdess, speakers: 4, clips: 64, seed: 1)
    let large = try SyntheticCorpus(scheme: .ravdess, speakers: 4, clips: 65, seed: 1)
    #expect(Array(large.clips.prefix(64)) == small.clips)
    let emotions = Dictionary(grouping: small.clips, by: \.emotion).mapValues(\.count)
    #expect(emotions.count == 8 && Set(emotions.values) == [8])
    #expect(Set(small.clips.map(\.speaker)).count == 4)
  }

  @Test func `every scheme has all its official names`() throws {
    #expect(try SyntheticCorpus(scheme: .ravdess, seed: 1).clips.count == 1_440)
    #expect(try SyntheticCorpus(scheme: .cremad, seed: 1).clips.count == 7_442)
    #expect(try SyntheticCorpus(scheme: .savee, seed: 1).clips.count == 480)
  }

  @Test func `more than a scheme has names for is refused`() {
    #expect(throws: SynthesisError(object: "25 speakers", cause: "RAVDESS has names for 1 to 24")) {
      try SyntheticCorpus(scheme: .ravdess, speakers: 25, seed: 1)
    }
    #expect(throws: SynthesisError(object: "121 clips", cause: "SAVEE has names for 1 to 120 by 1 speakers")) {
      try SyntheticCorpus(scheme: .savee, speakers: 1, clips: 121, seed: 1)
    }
  }

  @Test func `a folder that cannot be written is an error with the system's word`() throws {
    let corpus = try SyntheticCorpus(scheme: .savee, speakers: 1, clips: 1, seed: 1)
    let error = #expect(throws: SystemError.self) { try corpus.write(corpus.clips[0], to: "/proc/nowhere") }
    #expect(error?.description == "cannot make folder '/proc/nowhere': No such file or directory")
  }
}
