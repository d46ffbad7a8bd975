import Foundation
import TestSupport
import Testing

/// `make corpus-ravdess`, with a file of ours in place of the archive.
@Suite struct `Downloading a corpus` {
  private func house(_ content: String = "one") throws -> (House, md5: String) {
    let house = try House()
    try shell(
      """
      mkdir -p server/Actor_01
      echo \(content) > server/Actor_01/03-01-01-01-01-01-01.wav
      cd server
      zip -qr Audio_Speech_Actors_01-24.zip Actor_01
      cp Audio_Speech_Actors_01-24.zip Audio_Song_Actors_01-24.zip
      """, in: house.scratch.path)
    let sum = try shell("md5sum server/Audio_Speech_Actors_01-24.zip", in: house.scratch.path).output.prefix(32)
    return (house, String(sum))
  }

  private func download(_ house: House, _ goal: String = "corpus-ravdess", md5: String) throws -> Outcome {
    try house.make(goal, "ZENODO=file://\(house.scratch.path)/server", "MD5=\(md5)")
  }

  private let clip = "data/ravdess/Audio_Speech_Actors_01-24/Actor_01/03-01-01-01-01-01-01.wav"

  @Test func `unpacks what has the right checksum, and does not fetch it twice`() throws {
    let (house, md5) = try house()
    let outcome = try download(house, md5: md5)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.hasSuffix("unpacked 1 clips in data/ravdess\n"))
    #expect(house.scratch.has(clip))
    try shell("rm -r server", in: house.scratch.path)
    #expect(try download(house, md5: md5).status == 0)
  }

  @Test func `goes on where it stopped`() throws {
    let (house, md5) = try house()
    try shell(
      """
      mkdir -p build/downloads
      head -c 100 server/Audio_Speech_Actors_01-24.zip > build/downloads/Audio_Speech_Actors_01-24.zip
      """, in: house.scratch.path)
    let outcome = try download(house, md5: md5)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(house.scratch.has(clip))
  }

  @Test func `removes what has another checksum and says so`() throws {
    let (house, _) = try house()
    let outcome = try download(house, md5: String(repeating: "0", count: 32))
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.contains(
        """
        lilt: error: cannot use 'Audio_Speech_Actors_01-24.zip': it is not the archive that was asked for; it was \
        removed, try again

        """), "\(outcome)")
    #expect(!house.scratch.has(clip))
    #expect(!house.scratch.has("build/downloads/Audio_Speech_Actors_01-24.zip"))
  }

  @Test func `says how to go on when the network fails`() throws {
    let (house, md5) = try house()
    try shell("rm -r server", in: house.scratch.path)
    let outcome = try download(house, md5: md5)
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.contains(
        """
        lilt: error: cannot download 'Audio_Speech_Actors_01-24.zip'; run the same command again to go on where it stopped

        """), "\(outcome)")
  }

  @Test func `checks an archive without a published checksum by its own`() throws {
    let (house, _) = try house()
    #expect(try download(house, "corpus-ravdess-song", md5: "").status == 0)
    #expect(house.scratch.has("data/ravdess/Audio_Song_Actors_01-24/Actor_01/03-01-01-01-01-01-01.wav"))
  }
}
