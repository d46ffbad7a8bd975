import Glibc
import Testing

@testable import Corpora

@Suite struct FileTests {
  @Test func `a listing is sorted, recursive and passes over what is hidden`() throws {
    let folder = try TemporaryFolder()
    for name in ["b/2.WAV", "a/1.flac", "top.aiff", "a/._1.flac", "__MACOSX/a/1.flac", ".git/x.wav", "notes.txt"] {
      folder.put(text: "x", at: name)
    }
    let listing = try Listing(of: folder.path)
    #expect(listing.sounds.map(\.text) == ["a/1.flac", "b/2.WAV", "top.aiff"])
    #expect(listing.hidden == [".git", "__MACOSX", "a/._1.flac"])
    #expect(listing.others == 1)
  }

  @Test func `links that loop or lead nowhere do no harm`() throws {
    let folder = try TemporaryFolder()
    folder.put(text: "x", at: "real/deep/1.wav")
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
