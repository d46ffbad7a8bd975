import Glibc
import System
import Testing

@testable import Prediction

@Suite struct SoundTests {
  @Test func `a folder stands for the sound files in it, a dash for standard input`() throws {
    let folder = "/tmp/lilt-sounds-\(getpid())"
    try makeFolder(folder + "/deep")
    let files = ["b.wav", "deep/a.flac", "notes.txt"].map { folder + "/" + $0 }
    for file in files { try write([1], to: file) }
    defer {
      files.forEach { unlink($0) }
      rmdir(folder + "/deep")
      rmdir(folder)
    }
    let sounds = try Sound.all(of: ["-", folder + "/", "x.ogg"])
    #expect(sounds.first == .standardInput && sounds.last == .file("x.ogg"))
    #expect(Set(sounds.map(\.name)) == ["standard input", files[0], files[1], "x.ogg"])
    unlink(files[1])
    #expect(throws: DataError.self) { try Sound.all(of: [folder + "/deep"]) }
  }
}
