import Foundation
import TestSupport
import Testing

/// Files that recipes name and people edit: Make watches them, and their content decides.
@Suite struct `A file that a recipe names` {
  @Test func `is watched when it is a table of labels`() throws {
    let house = try House()
    let clips = try FileManager.default.subpathsOfDirectory(atPath: house.scratch.file("data/crema-d"))
      .filter { $0.hasSuffix(".wav") }.sorted()
    func table(_ emotion: (Int) -> String) -> String {
      "filename,emotion\n"
        + clips.enumerated().map { "\(URL(fileURLWithPath: $1).lastPathComponent),\(emotion($0))\n" }.joined()
    }
    try house.scratch.write("labels.csv", table { $0 % 2 == 0 ? "angry" : "sad" })
    try house.edit("tiny", "clean:", to: "ingest: { labels: { source: \"labels.csv\" } },\n  clean:")
    try house.built("tiny")
    try shell("touch labels.csv", in: house.scratch.path)
    #expect(try house.built("tiny").programs == ["lilt-ingest"])
    #expect(try house.built("tiny").programs == [])
    try house.scratch.write("labels.csv", table { $0 % 3 == 0 ? "angry" : "sad" })
    #expect(try house.built("tiny").programs == Make.stages)
    try house.scratch.remove("labels.csv")
    let outcome = try house.make("tiny")
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.hasPrefix(
        "lilt: error: cannot read 'labels.csv': there is no such file; pipelines/tiny.json5 names it\n"), "\(outcome)")
  }

  @Test func `is watched when it is a fold file`() throws {
    let house = try House()
    try shell("rm data/folds; cp -r '\(Programs.checkout)/data/folds' data/folds", in: house.scratch.path)
    let speakers = try Set(
      FileManager.default.subpathsOfDirectory(atPath: house.scratch.file("data/crema-d"))
        .filter { $0.hasSuffix(".wav") }.map { String(URL(fileURLWithPath: $0).lastPathComponent.prefix(4)) }
    ).sorted()
    func folds(_ order: [String]) -> String {
      """
      { "corpus": "crema-d", "source": "a test", "independent": "speaker",
        "test_speakers_by_fold": { "1": ["\(order[0])", "\(order[1])"], "2": ["\(order[2])", "\(order[3])"] } }
      """
    }
    try house.scratch.write("data/folds/two.json", folds(speakers))
    try house.edit("tiny", "folds: 2", to: "folds: \"two\"")
    try house.built("tiny")
    try shell("touch data/folds/two.json", in: house.scratch.path)
    #expect(try house.built("tiny").programs == ["lilt-split"])
    #expect(try house.built("tiny").programs == [])
    try house.scratch.write("data/folds/two.json", folds([speakers[0], speakers[2], speakers[1], speakers[3]]))
    #expect(try house.built("tiny").programs == ["lilt-split", "lilt-train", "lilt-evaluate"])
  }

  @Test func `is watched when it is a recording of noise`() throws {
    let house = try House()
    let clips = try FileManager.default.subpathsOfDirectory(atPath: house.scratch.file("data/crema-d"))
      .filter { $0.hasSuffix(".wav") }.sorted()
    try shell("cp 'data/crema-d/\(clips[0])' noise.wav", in: house.scratch.path)
    try house.edit("tiny", "{ noise: { amplitude: 0.02 } }", to: "{ background: { paths: [\"noise.wav\"], snr: 10 } }")
    try house.built("tiny")
    try shell("touch noise.wav", in: house.scratch.path)
    #expect(try house.built("tiny").programs == ["lilt-augment"])
    #expect(try house.built("tiny").programs == [])
    try shell("cp 'data/crema-d/\(clips[1])' noise.wav", in: house.scratch.path)
    let outcome = try house.built("tiny")
    #expect(outcome.programs == Array(Make.stages.dropFirst(2)))
    #expect(outcome.computed(by: "lilt-augment") == 24)
    #expect(outcome.computed(by: "lilt-features") == 24)
  }
}
