import Foundation
import Store
import TestSupport
import Testing

extension Torture {
  /// Corpora of sounds that were changed at random, through ingest and clean.
  @Suite struct `Mutated sounds` {
    @Test func `are used or named, and none ends a run`() throws {
      let healthy = try Workshop()
      try healthy.synthesize(clips: 8)
      Campaign("mutated sounds", quick: 1, long: 20).run { number, chance in
        let workshop = try Workshop(copying: healthy)
        let count = Campaign.isLong ? 700 : 100
        for index in 0..<count {
          let animal = Zoo.animals.randomElement(using: &chance)!
          try workshop.add(animal.bytes.mutated(using: &chance), number: index, suffix: animal.suffix)
        }
        let rate = ["8000", "null", "22050"][number % 3]
        let stages: [TestedStage] = [
          .ingest, .clean.set(#"{ "rate": \#(rate), "trim": {}, "dc": true, "level": { "peak": -3 } }"#),
        ]
        for stage in stages {
          let outcome = try Running(stage.program, workshop.arguments(for: stage)).outcome(within: 60)
          if let complaint = outcome.complaint(about: stage.program, statuses: [0]) { return complaint }
        }
        return try workshop.unaccounted(after: .clean)
      }
    }
  }

  /// Every kind of odd sound through the whole chain and through `lilt-predict`.
  @Suite struct `A zoo of sounds` {
    private static let augment = #"""
      { "augment": ["original", "noise", "pitch", "stretch", "speed", "shift", "reverb", "telephone", "vtlp", "gain"] }
      """#
    private static let families = #"""
      ["chroma", "chromaCqt", "rms", "msf", "chromaCens", "contrast", "centroid", "bandwidth", "rolloff", "zcr", "zeroCrossings",
       "onset", "poly", "mel", "psfMfcc", "fbank", "logFbank", "ssc", "mfcc", { "delta": { "of": "mfcc" } }, "stft", "tonnetz",
       "fft", "flux", "flatness"]
      """#

    private static func chain(rate: String, layout: String, stack: String) -> [TestedStage] {
      [
        .ingest, .clean.set(#"{ "rate": \#(rate) }"#), .augment.set(augment),
        .features.set(#"{ "features": { "stack": \#(stack), "layout": \#(layout) } }"#),
      ]
    }

    /// Runs stages; what is wrong with what came of them.
    private func run(_ stages: [TestedStage], in workshop: Workshop, within seconds: Double) throws -> String? {
      for stage in stages {
        let outcome = try Running(stage.program, workshop.arguments(for: stage)).outcome(within: seconds)
        if let complaint = outcome.complaint(about: stage.program, statuses: [0]) { return complaint }
        let verified = try Running("lilt-inspect", ["--verify", workshop.scratch.file(stage.output)]).outcome(
          within: 60)
        if let complaint = verified.complaint(about: "lilt-inspect", statuses: [0]) { return complaint }
        if let complaint = try workshop.unaccounted(after: stage) { return complaint }
      }
      return nil
    }

    @Test func `goes through every stage together`() throws {
      let workshop = try Workshop()
      try workshop.synthesize(clips: 8)
      for (index, animal) in Zoo.animals.enumerated() {
        try workshop.add(animal.bytes, number: index, suffix: animal.suffix)
      }
      let stages = Self.chain(
        rate: "22050", layout: #"{ "statistics": { "functionals": ["mean", "std", "skewness", "slope", "median"] } }"#,
        stack: Self.families)
      #expect(try run(stages, in: workshop, within: 300) == nil)
      // What is dropped is counted, and a second run drops it again.
      let again = try workshop.make(stages[3])
      #expect(again.errors.contains(try Regex(" 0 computed, [0-9]+ reused, [1-9][0-9]* dropped, in ")), "\(again)")
      #expect(again.errors.contains("dropped 'crema-d/"), "\(again)")
      let strict = try TestedStage.strictly(stages[3], in: workshop)
      #expect(strict.status == 65 && strict.errors.contains("cannot compute features of 'crema-d/"), "\(strict)")
    }

    @Test func `goes through every stage one by one, under other settings`() throws {
      let healthy = try Workshop()
      try healthy.synthesize(clips: 6)
      let layouts = [
        "\"sequence\"", #"{ "sequence": { "frames": 20 } }"#, #"{ "flat": { "frames": 9 } }"#,
        #"{ "windows": { "length": 0.2 } }"#,
        #"{ "windows": { "random": true } }"#, "\"statistics\"",
      ]
      let stacks = [
        #"["zcr", "rms", { "mfcc": { "count": 20 } }]"#, #"["chroma", { "contrast": { "bands": 3 } }, "mel"]"#,
        #"["mfcc", { "delta": { "width": 3 } }]"#,
        #"["logFbank", "ssc"]"#, #"["stft"]"#,
      ]
      Campaign("zoo, one by one", quick: 6, long: Zoo.animals.count).run { number, chance in
        let workshop = try Workshop(copying: healthy)
        let first = Campaign.isLong ? number : Int.random(in: 0..<Zoo.animals.count, using: &chance)
        for (place, index) in [first, Int.random(in: 0..<Zoo.animals.count, using: &chance)].enumerated() {
          let animal = Zoo.animals[index]
          try workshop.add(animal.bytes, number: place, suffix: animal.suffix)
        }
        let rate = ["null", "8000", "16000", "44100"].randomElement(using: &chance)!
        let layout = layouts.randomElement(using: &chance)!, stack = stacks.randomElement(using: &chance)!
        return try run(Self.chain(rate: rate, layout: layout, stack: stack), in: workshop, within: 60)
          .map { "\(Zoo.animals[first].kind), rate \(rate), \(stack) as \(layout): \($0)" }
      }
    }

    @Test func `is heard or named by lilt-predict`() throws {
      let model = try Workshop.finished().scratch.file("train/train.h5")
      let scratch = Scratch()
      for (index, animal) in Zoo.animals.enumerated() {
        try scratch.write("zoo/\(index).\(animal.suffix)", animal.bytes)
      }
      let names = [
        "a b.wav", "line\nend.wav", "tab\there.wav", "\u{1B}[31mred.wav", "-x.wav", "怒り.wav", "\u{202E}gpj.wav",
        "'$(x)'.wav",
      ]
      for name in names { try scratch.write("zoo/\(name)", Sounds.wave(Sounds.tone(410))) }
      // A name in Latin-1, as old archives have it, and things that are no files.
      try shell(#"cp 'a b.wav' $'caf\xe9.wav'; mkfifo pipe.wav; ln -s nowhere gone.wav"#, in: scratch.file("zoo"))
      let count = Zoo.animals.count + names.count + 3
      for options in [[], ["--json"]] {
        let outcome = try Running("lilt-predict", [model] + options + [scratch.file("zoo")]).outcome(within: 60)
        #expect(outcome.status == 65, "\(outcome)")
        #expect(outcome.complaint(about: "lilt-predict", statuses: [65]) == nil)
        let lines = outcome.output.split(separator: "\n").count
        let warnings = outcome.errors.split(separator: "\n").count(where: { $0.contains(": warning: ") })
        // Every file has a line that says what was heard or, in JSON always, why nothing was.
        #expect(
          options.isEmpty ? lines + warnings == count : lines == count,
          "\(lines) and \(warnings) of \(count)\n\(outcome)")
        #expect(outcome.errors.contains(#"caf\xE9.wav"#) && outcome.errors.contains("pipe.wav"), "\(outcome)")
      }
      Campaign("zoo, heard alone", quick: 4, long: Zoo.animals.count).run { number, chance in
        let index = Campaign.isLong ? number : Int.random(in: 0..<Zoo.animals.count, using: &chance)
        let animal = Zoo.animals[index]
        let path = scratch.file("zoo/\(index).\(animal.suffix)")
        for arguments in [[path], ["--timeline", "--json", path], ["-"]] {
          let outcome = try Running("lilt-predict", [model] + arguments, input: arguments == ["-"] ? animal.bytes : nil)
            .outcome(within: 10)
          if let complaint = outcome.complaint(about: "lilt-predict") { return "\(animal.kind): \(complaint)" }
        }
        return nil
      }
    }
  }
}

extension TestedStage {
  /// Runs a stage with `--strict`, into a file of its own so that the one that is there stays.
  static func strictly(_ stage: TestedStage, in workshop: Workshop) throws -> Outcome {
    try run(
      stage.program, ["--strict"] + workshop.arguments(for: stage, output: workshop.scratch.file("strict.h5")))
  }
}

extension Campaign {
  /// Whether the long form is asked for.
  static var isLong: Bool { ProcessInfo.processInfo.environment["LILT_TORTURE"] != nil }
}

extension Workshop {
  /// Puts a file into the corpus under a name that a clip of CREMA-D has.
  func add(_ bytes: Data, number: Int, suffix: String) throws {
    let words = ["IEO", "TIE", "IOM", "IWW", "TAI", "MTI", "IWL", "ITH", "DFA", "ITS", "TSI", "WSI"]
    let emotions = ["ANG", "DIS", "FEA", "HAP", "NEU", "SAD"]
    let name = "\(1011 + number / 72)_\(words[number / 6 % 12])_\(emotions[number % 6])_XX.\(suffix)"
    try scratch.write("data/crema-d/AudioWAV/\(name)", bytes)
  }

  /// What vanished on the way to a stage's output without a word; nil where all is there or named.
  func unaccounted(after stage: TestedStage) throws -> String? {
    func file(_ stage: TestedStage, _ schema: Schema) throws -> InputFile {
      try InputFile.open(scratch.file(stage.output), expecting: schema)
    }
    let catalog = try file(.ingest, .catalog)
    var lost: Set<String>
    switch stage.name {
    case "ingest":
      let sounds = (FileManager.default.enumerator(atPath: data)?.compactMap { $0 as? String } ?? [])
        .filter { !$0.hasSuffix(".csv") && $0.contains(".") }
      lost = try Set(sounds).subtracting(catalog.texts("/clips/path"))
        .subtracting(catalog.texts("/findings/subject"))
    case "clean":
      let clean = try file(.clean, .clean)
      let used = try zip(catalog.texts("/clips/id"), catalog.texts("/clips/label")).filter { !$1.isEmpty }.map(\.0)
      lost = try Set(used).subtracting(clean.texts("/rows/id")).subtracting(clean.texts("/dropped/id"))
    default:
      let before = try stage.name == "augment" ? file(.clean, .clean) : file(.augment, .augmented)
      let after = try stage.name == "augment" ? file(.augment, .augmented) : file(.features, .features)
      let column = stage.name == "augment" ? "/rows/parent" : "/rows/id"
      // Windows of a clip are told apart behind an @; of a clip of which all variants are lost, those are named.
      func clip(_ id: String) -> String { String(id.prefix { $0 != "@" }) }
      // Windows at random are as many as were drawn, of some clips none.
      guard !stage.settings.contains("random") else { return nil }
      lost = try Set(before.texts("/rows/id")).subtracting(after.texts(column).map(clip))
        .subtracting(after.texts("/dropped/id").map(clip))
    }
    return lost.isEmpty ? nil : "\(stage.program) loses \(lost.sorted().prefix(5)) without a word"
  }
}

/// What fields of headers hold at worst.
private let extremes: [UInt64] = [
  0, 1, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF, .max, 0xFFFF_FFFF_0000_0000,
]

extension Data {
  /// The same with something changed: in its first bytes, where headers are, or anywhere.
  func mutated(using chance: inout Chance) -> Data {
    var bytes = Data(self)
    for _ in 0..<Int.random(in: 1...4, using: &chance) where !bytes.isEmpty {
      let head = Swift.min(bytes.count, 64)
      switch Int.random(in: 0..<8, using: &chance) {
      case 0: bytes[Int.random(in: 0..<bytes.count, using: &chance)] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
      case 1: bytes[Int.random(in: 0..<head, using: &chance)] = .random(in: 0...255, using: &chance)
      case 2:
        let width = [2, 4, 8].randomElement(using: &chance)!
        guard bytes.count > width else { continue }
        let extreme = extremes.randomElement(using: &chance)!
        let place = Int.random(in: 0..<Swift.min(head, bytes.count - width), using: &chance)
        let field = Zoo.little(extreme, width)
        bytes.replaceSubrange(place..<place + width, with: Bool.random(using: &chance) ? field : field.reversed())
      case 3: bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &chance))
      case 4:
        bytes += Data(
          (0..<Int.random(in: 1..<2000, using: &chance)).map { _ in UInt8.random(in: 0...255, using: &chance) })
      case 5:
        let place = Int.random(in: 0..<bytes.count, using: &chance)
        let end = Swift.min(bytes.count, place + Int.random(in: 1..<200, using: &chance))
        for index in place..<end { bytes[index] = .random(in: 0...255, using: &chance) }
      case 6:
        // A piece of it once more somewhere else.
        let start = Int.random(in: 0..<bytes.count, using: &chance)
        let piece = bytes[start..<Swift.min(bytes.count, start + Int.random(in: 1..<300, using: &chance))]
        bytes.insert(contentsOf: Data(piece), at: Int.random(in: 0...bytes.count, using: &chance))
      default:
        let start = Int.random(in: 0..<bytes.count, using: &chance)
        bytes.removeSubrange(start..<Swift.min(bytes.count, start + Int.random(in: 1..<300, using: &chance)))
      }
      bytes = Data(bytes)
    }
    return bytes
  }
}
