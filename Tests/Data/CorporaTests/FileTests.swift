import Glibc
import TestSupport
import Testing

@testable import Corpora

@Suite struct FileTests {
  @Test func `a listing is sorted, recursive and passes over what is hidden`() throws {
    let folder = Scratch()
    for name in ["b/2.WAV", "a/1.flac", "top.aiff", "a/._1.flac", "__MACOSX/a/1.flac", ".git/x.wav", "notes.txt"] {
      try folder.put(text: "x", at: name)
    }
    let listing = try Listing(of: folder.path)
    #expect(listing.sounds.map(\.text) == ["a/1.flac", "b/2.WAV", "top.aiff"])
    #expect(listing.hidden == [".git", "__MACOSX", "a/._1.flac"])
    #expect(listing.others == 1)
  }

  @Test func `links that loop or lead nowhere do no harm`() throws {
    let folder = Scratch()
    try folder.put(text: "x", at: "real/deep/1.wav")
    symlink("..", "\(folder.path)/real/up")
    symlink("real", "\(folder.path)/again")
    symlink("nowhere.wav", "\(folder.path)/dangling.wav")
    symlink("real/deep/1.wav", "\(folder.path)/linked.wav")
    #expect(try Listing(of: folder.path).sounds.map(\.text) == ["linked.wav", "real/deep/1.wav"])
  }

  @Test func `a folder that is not there is an error with the system's word`() {
    #expect(throws: ListingError(folder: "/nowhere/at/all", cause: "No such file or directory")) {
      try Listing(of: "/nowhere/at/all")
    }
  }

  @Test func `what looks like sound and cannot be heard does not vanish`() throws {
    let folder = Scratch()
    try folder.put(text: "x", at: "whole.wav")
    // Names in Latin-1, in a folder and of one.
    let names: [[UInt8]] = [
      Array("caf".utf8) + [0xE9] + Array(".wav".utf8), Array("na".utf8) + [0xEF] + Array("ve".utf8),
      Array("na".utf8) + [0xEF] + Array("ve/1.wav".utf8),
    ]
    let paths = names.map { Array("\(folder.path)/".utf8) + $0 + [0] }.map { $0.map(CChar.init(bitPattern:)) }
    mkdir(paths[1], 0o755)
    for path in [paths[0], paths[2]] { fclose(fopen(path, "wb")) }
    mkfifo("\(folder.path)/pipe.wav", 0o600)
    symlink("nowhere", "\(folder.path)/gone.flac")
    mkdir("\(folder.path)/closed", 0)
    let listing = try Listing(of: folder.path)
    #expect(listing.sounds.map(\.text) == ["whole.wav"])
    var expected = [
      #"caf\xE9.wav: its name is not UTF-8"#, "gone.flac: it is a link that leads nowhere",
      #"na\xEFve/1.wav: its name is not UTF-8"#, "pipe.wav: it is no regular file",
    ]
    // Whoever may do everything may look into every folder.
    if getuid() != 0 { expected.append("closed: Permission denied") }
    #expect(listing.obstacles.map { "\($0.path): \($0.cause)" }.sorted() == expected.sorted())
    let catalog = Catalog([try folder.survey(as: CREMAD())], settings: IngestSettings())
    let found = catalog.findings.filter {
      [.unparsable, .unreadable].contains($0.rule) && $0.subject != "crema-d/whole.wav"
    }
    #expect(
      found.map { "\($0.rule) \($0.subject)" }.prefix(4) == [
        #"unparsable crema-d/caf\xE9.wav"#, #"unparsable crema-d/na\xEFve/1.wav"#, "unreadable crema-d/gone.flac",
        "unreadable crema-d/pipe.wav",
      ])
    chmod("\(folder.path)/closed", 0o700)
    unlink(paths[0])
    unlink(paths[2])
    rmdir(paths[1])
  }

  @Test func `a path is taken apart`() {
    let path = SoundPath("Actor_01/03-01.v2.WAV")
    #expect(path.folders == ["Actor_01"])
    #expect(path.folder == "Actor_01")
    #expect(path.stem == "03-01.v2")
    #expect(path.suffix == "wav")
    #expect(SoundPath("bare").suffix.isEmpty)
  }

  @Test func `of copies, the shallow one and the one without loss come first`() {
    let paths = ["a/b/1.wav", "a/1.mp3", "a/1.wav", "1.mp3"].map(SoundPath.init).sorted()
    #expect(paths.map(\.text) == ["1.mp3", "a/1.wav", "a/1.mp3", "a/b/1.wav"])
  }
}
