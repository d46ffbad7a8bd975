import Foundation
import Store
import TestSupport
import Testing

/// Every trap of the corpora, laid out in a folder, found by name: in the catalog, in the table, and never in silence.
@Suite struct `The doctor` {
  /// Files below `data/`, and the rule and subject that each is found under.
  private struct Traps {
    var files: [(path: String, bytes: Data)] = []
    var expected: Set<String> = []
    private var pitch = 150.0

    /// Adds a healthy clip's sound, like no other.
    mutating func tone(rate: Int = 16_000, level: Double = 0.3) -> [Int16] {
      pitch += 7
      return Sounds.tone(pitch, rate: rate, level: level)
    }

    mutating func add(_ path: String, _ bytes: Data, _ rules: String..., of subject: String? = nil) {
      files.append((path, bytes))
      for rule in rules { expected.insert("\(rule) \(subject ?? String(path.prefix { $0 != "." }))") }
    }
  }

  private static func traps() -> Traps {
    var traps = Traps()
    func clip(_ number: Int) -> String {
      let words = ["IEO", "TIE", "IOM", "IWW", "TAI", "MTI", "IWL", "ITH", "DFA", "ITS", "TSI", "WSI"]
      return "crema-d/\(1001 + number / 12)_\(words[number % 12])_ANG_XX"
    }
    var next = 0
    func path(_ suffix: String = "wav") -> String {
      defer { next += 1 }
      return clip(next) + "." + suffix
    }
    let healthy = traps.tone()
    traps.add(path(), Sounds.wave(healthy))
    traps.add(path(), Sounds.wave([Int16](repeating: 0, count: 3_000)), "silent")
    traps.add(path(), Data("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n".utf8), "stub")
    traps.add(path(), Data("<!DOCTYPE html><title>404</title>".utf8), "unreadable")
    traps.add(path(), Data(), "empty")
    traps.add(path(), Sounds.wave([] as [Int16]), "empty")
    traps.add(path(), Sounds.wave(traps.tone()).dropLast(1_000), "truncated")
    traps.add(path(), Sounds.wave(traps.tone(), bytesPerSecond: 77), "lyingHeader")
    var floats = traps.tone().map { Float($0) / 32768 }
    (floats[10], floats[20]) = (.nan, .infinity)
    traps.add(path(), Sounds.wave(floats), "notFinite")
    traps.add(path(), Sounds.wave(traps.tone().map { Float($0) * 1e12 }), "beyondScale", "clipped")
    traps.add(
      path(), Sounds.wave(traps.tone(level: 0.99).map { $0 > 9_000 ? .max : $0 < -9_000 ? .min : $0 }), "clipped")
    traps.add(path(), Sounds.wave(traps.tone().map { $0 + 1_478 }), "offset")
    traps.add(path(), Sounds.wave(traps.tone().flatMap { [$0, $0] }, channels: 2), "stereoEqual")
    traps.add(path(), Sounds.wave(traps.tone().flatMap { [$0, $0 / 2] }, channels: 2), "stereoUnequal")
    traps.add(path(), Sounds.aiff(traps.tone()), "misnamed")
    traps.add(path("aiff"), Sounds.aiff(traps.tone()))
    traps.add(path(), Sounds.wave(traps.tone(level: 0.005)), "quiet")
    traps.add(path(), Sounds.wave([Int16](repeating: 0, count: 2_000) + traps.tone()), "leadingZeros")
    traps.add(path(), Sounds.wave(traps.tone(rate: 44_100), rate: 44_100), "unusualRate")
    traps.add(path(), Sounds.wave(healthy), "duplicate")

    let twins = Sounds.wave(traps.tone())
    traps.add("crema-d/1006_TIE_HAP_XX.wav", twins, "contradiction")
    traps.add("crema-d/1006_TIE_NEU_XX.wav", twins, "contradiction")
    traps.add("crema-d/1040_ITH_SAD_X.wav", Sounds.wave(traps.tone()), "oldName", of: "crema-d/1040_ITH_SAD_XX")
    traps.add("crema-d/me.wav", Sounds.wave(traps.tone()), "unparsable", of: "crema-d/me.wav")
    traps.add("crema-d/._1001_IEO_ANG_XX.wav", Data([0, 5, 22, 7]), "hidden", of: "crema-d")
    traps.add("crema-d/README.txt", Data("not a sound".utf8))

    let happy = Sounds.wave(traps.tone(rate: 48_000), rate: 48_000)
    traps.add("ravdess/Actor_01/03-01-03-01-01-01-01.wav", happy)
    traps.add(
      "ravdess/audio_speech_actors_01-24/Actor_01/03-01-03-01-01-01-01.wav", happy, "nestedCopy",
      of: "ravdess/audio_speech_actors_01-24/Actor_01/03-01-03-01-01-01-01.wav")
    traps.add(
      "ravdess/Actor_03/03-01-04-01-01-01-02.wav", Sounds.wave(traps.tone(rate: 48_000), rate: 48_000), "misfiled",
      of: "ravdess/03-01-04-01-01-01-02")
    for actor in ["ravdess-01", "ravdess-02", "ravdess", "crema-d-1001"] { traps.expected.insert("missing \(actor)") }
    return traps
  }

  /// A folder with all traps, ingested.
  private func examined(_ settings: String = "") throws -> (Workshop, Outcome, findings: [String: String]) {
    let workshop = try Workshop()
    for (path, bytes) in Self.traps().files { try workshop.scratch.write("data/" + path, bytes) }
    let outcome = try workshop.make(.ingest.set("{ \"corpora\": [\"ravdess\", \"crema-d\"] \(settings) }"))
    let catalog = try InputFile.open(workshop.scratch.file(TestedStage.ingest.output), expecting: .catalog)
    let rules = try catalog.texts("/findings/rule"), subjects = try catalog.texts("/findings/subject")
    let actions = try catalog.texts("/findings/action")
    var findings: [String: String] = [:]
    for index in rules.indices { findings["\(rules[index]) \(subjects[index])"] = actions[index] }
    return (workshop, outcome, findings)
  }

  @Test func `names every trap in the catalog and in the table`() throws {
    let (_, outcome, findings) = try examined()
    let expected = Self.traps().expected
    #expect(expected.subtracting(findings.keys) == [], "not found")
    let others = Set(findings.keys).subtracting(expected).filter {
      !["missing ", "noDemographics ", "noVotes "].contains(where: $0.hasPrefix)
    }
    #expect(others == [], "found where nothing is")
    for rule in Set(expected.map { $0.prefix { $0 != " " } }) {
      #expect(outcome.errors.contains(try Regex("\n  \(rule) +(keep|drop|fix) +[0-9,]+  ")), "\(rule)\n\(outcome)")
    }
  }

  @Test func `loses no file`() throws {
    let (workshop, _, findings) = try examined()
    let catalog = try InputFile.open(workshop.scratch.file(TestedStage.ingest.output), expecting: .catalog)
    let sounds = Self.traps().files.filter { !$0.path.hasSuffix(".txt") && !$0.path.contains("/._") }
    let known = try Set(catalog.texts("/clips/path")).union(
      findings.keys.map { String($0.drop { $0 != " " }.dropFirst()) })
    #expect(Set(sounds.map(\.path)).subtracting(known) == [])
    // What is not used says why.
    let labels = try catalog.texts("/clips/label"), reasons = try catalog.texts("/clips/unused")
    #expect(zip(labels, reasons).allSatisfy { $0.isEmpty != $1.isEmpty })
  }

  @Test func `leaves clips that can be cleaned`() throws {
    let (workshop, _, _) = try examined()
    let outcome = try workshop.make(.clean)
    #expect(outcome.errors.contains(", 0 dropped, "), "\(outcome)")
    #expect(try run("lilt-inspect", ["--verify", workshop.scratch.file(TestedStage.clean.output)]).status == 0)
  }

  @Test func `does what the recipe says`() throws {
    let doctor =
      #", "ingest": { "doctor": { "notFinite": "fix", "offset": "fix", "clipped": "drop", "silent": "keep" } }"#
    let (workshop, _, findings) = try examined(doctor)
    for (rule, action) in ["notFinite": "fix", "offset": "fix", "clipped": "drop", "silent": "keep"] {
      #expect(findings.filter { $0.key.hasPrefix(rule + " ") }.values.allSatisfy { $0 == action }, "\(rule)")
    }
    try workshop.make(.clean)
    let clean = try InputFile.open(workshop.scratch.file(TestedStage.clean.output), expecting: .clean)
    let ids = try clean.texts("/rows/id"), sound = try clean.ragged("/audio")
    let names = { (rule: String) in
      findings.keys.filter { $0.hasPrefix(rule + " ") }.map { $0.dropFirst(rule.count + 1) }
    }
    for id in names("notFinite") {
      #expect(try sound.read(#require(ids.firstIndex(of: String(id)))).allSatisfy(\.isFinite))
    }
    for id in names("offset") {
      let samples = try sound.read(#require(ids.firstIndex(of: String(id))))
      #expect(abs(samples.reduce(0, +) / Float(samples.count)) < 1e-4)
    }
    for id in names("clipped") { #expect(!ids.contains(String(id))) }
  }

  @Test func `ends a strict run at what it would drop`() throws {
    let (workshop, _, _) = try examined()
    let old = try workshop.bytes(.ingest)
    let stage = TestedStage.ingest.set(#"{ "corpora": ["ravdess", "crema-d"] }"#)
    let outcome = try run(stage.program, workshop.arguments(for: stage) + ["--strict"])
    #expect(outcome.status == 65)
    #expect(outcome.errors.hasPrefix("lilt-ingest: error: cannot use '"), "\(outcome)")
    #expect(try workshop.bytes(.ingest) == old)
  }
}
