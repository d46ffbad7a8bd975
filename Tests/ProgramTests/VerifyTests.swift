import Foundation
import TestSupport
import Testing

/// `make verify`: what is damaged is named, removed and made again.
@Suite struct `Verifying` {
  /// Flips a bit in the middle of a file; returns the file's path below the house and its bytes as they were.
  private func damage(_ link: String, in house: House) throws -> (path: String, whole: Data) {
    let url = house.scratch.url("build/\(link)").resolvingSymlinksInPath()
    let whole = try Data(contentsOf: url)
    var bytes = whole
    bytes[bytes.count / 2] ^= 0x10
    try bytes.write(to: url)
    let root = URL(fileURLWithPath: house.scratch.path).resolvingSymlinksInPath().path
    return (String(url.path.dropFirst(root.count + 1)), whole)
  }

  @Test func `finds nothing where nothing is wrong`() throws {
    let house = try House()
    try house.built("tiny")
    let outcome = try house.built("verify")
    // Six stages, two folds and the evaluation.
    #expect(outcome.output == "9 files read, 0 damaged\n")
    #expect(try house.built("tiny").programs == [])
  }

  @Test(arguments: ["clean", "features", "splits/honest", "evaluation"])
  func `removes a file with a flipped bit, and the next make makes the same bytes`(link: String) throws {
    let house = try House()
    try house.built("tiny")
    let (path, whole) = try damage("tiny/\(link).h5", in: house)
    let outcome = try house.built("verify")
    #expect(outcome.output.contains("\(path)"), "\(outcome)")
    #expect(outcome.output.contains(" is damaged and was removed: cannot "), "\(outcome)")
    #expect(outcome.output.hasSuffix("\n9 files read, 1 damaged; make RECIPE makes them again\n"), "\(outcome)")
    #expect(!house.scratch.has(path))
    let again = try house.built("tiny")
    #expect(!again.programs.isEmpty)
    #expect(try house.scratch.bytes(path) == whole)
    // What was made from it before it was damaged is as it was.
    #expect(
      again.errors.contains("folds trained") == false || again.errors.contains("0 of 2 folds trained"), "\(again)")
    #expect(try house.built("verify").output == "9 files read, 0 damaged\n")
    #expect(try house.built("tiny").programs == [])
  }

  @Test func `removes a fold's model with a flipped bit, and trains that fold alone`() throws {
    let house = try House()
    try house.built("tiny")
    let index = house.scratch.url("build/tiny/models/honest.h5").resolvingSymlinksInPath()
    let fold = index.deletingPathExtension().appendingPathComponent("fold1.h5")
    let whole = try Data(contentsOf: fold), listed = try Data(contentsOf: index)
    for place in stride(from: 0.2, to: 1, by: 0.2) {
      var bytes = whole
      bytes[Int(Double(bytes.count) * place)] ^= 1
      try bytes.write(to: fold)
      // Training that is asked once more shall not make the damage official.
      try FileManager.default.removeItem(at: index.deletingPathExtension().appendingPathExtension("done"))
      let outcome = try house.make("verify", "tiny")
      #expect(outcome.status == 0, "\(outcome)")
      // A bit between the values that nothing reads may be any.
      if outcome.output.hasPrefix("9 files read, 0 damaged\n") { continue }
      #expect(outcome.output.contains("/fold1.h5 is damaged and was removed: "), "\(outcome)")
      #expect(outcome.errors.contains("1 of 2 folds trained, 1 as they were"), "\(outcome)")
      #expect(try Data(contentsOf: fold) == whole)
      #expect(try Data(contentsOf: index) == listed)
    }
  }

  @Test func `says of an index which of its models is missing and which is another`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let index = workshop.scratch.file(TestedStage.train.output)
    let folds = [0, 1].map { workshop.scratch.file("train/train/fold\($0).h5") }
    #expect(try run("lilt-inspect", ["--verify", index]).status == 0)
    // A sound model, and not the one that was listed.
    try shell("cp '\(folds[1])' '\(folds[0])'; rm '\(folds[1])'")
    let outcome = try run("lilt-inspect", ["--verify", index])
    #expect(outcome.status == 65 && outcome.output == "", "\(outcome)")
    let place = workshop.scratch.url("train/train").resolvingSymlinksInPath().path
    #expect(
      outcome.errors == """
        lilt-inspect: error: cannot use '\(place)/fold0.h5': it is not the file that '\(index)' lists; train again
          cannot use '\(place)/fold1.h5': it is missing, and '\(index)' lists it; train again

        """)
    #expect(try run("lilt-inspect", ["--verify", folds[0]]).status == 0)
  }

  @Test func `removes nothing when the machine fails`() throws {
    let house = try House()
    try house.built("tiny")
    try shell(
      """
      printf '#!/bin/sh\\necho "lilt-inspect: error: cannot read: out of memory" >&2\\nexit 1\\n' > build/bin/lilt-inspect
      """, in: house.scratch.path)
    let outcome = try house.make("verify")
    #expect(outcome.status == 2, "\(outcome)")
    #expect(outcome.output.contains("could not be read: cannot read: out of memory"), "\(outcome)")
    #expect(outcome.output.hasSuffix("9 files read, 0 damaged\n"))
    #expect(house.scratch.has("build/tiny/clean.h5") && house.scratch.has("build/tiny/evaluation.h5"))
  }
}
