import Foundation
import Testing

/// Campaigns that try many ways to hurt the programs: `make check` runs a few cases of each, `make torture` all of them.
///
/// A campaign is a suite in an extension of this one, in a file of its own in this folder:
///
/// ```swift
/// extension Torture {
///   @Suite struct `Mutated recipes` {
///     @Test func `are read or refused`() throws {
///       try Campaign("mutated recipes", quick: 40, long: 2500).run { number, chance in
///         …                                          // number says which kind, chance draws all that is random
///         let outcome = try Running("lilt-recipe", […]).outcome(within: 10)
///         return outcome.complaint(about: "lilt-recipe")
///       }
///     }
///   }
/// }
/// ```
///
/// `LILT_TORTURE=1` asks for the long forms, `LILT_TORTURE=0.1` for a tenth of them; `LILT_TORTURE_CASE=1234` for that one
/// case of each campaign, to look at it again.
@Suite(.serialized) enum Torture {}

/// Cases numbered from 0, each with random numbers of its own, so that any of them can be run again alone.
struct Campaign {
  /// What the campaign does, in words that a message can begin with.
  let name: String
  /// How many cases are tried.
  let cases: Int

  /// A campaign.
  /// - Parameters:
  ///   - quick: how many cases `make check` tries.
  ///   - long: how many `make torture` tries.
  init(_ name: String, quick: Int, long: Int) {
    self.name = name
    cases = Campaign.scale.map { max(1, Int((Double(long) * $0).rounded())) } ?? quick
  }

  /// Tries every case and records the complaints; a case that throws is a complaint too. Gives up after the tenth.
  /// - Parameter attempt: tries one case; returns what is wrong with what became of it, nil when nothing is.
  func run(_ attempt: (_ number: Int, _ chance: inout Chance) throws -> String?) {
    let begin = ContinuousClock.now
    var complaints = 0
    let numbers = Campaign.only.map { $0..<$0 + 1 } ?? 0..<cases
    for number in numbers {
      var chance = Chance(seed: Campaign.seed(name, number))
      let complaint: String?
      do { complaint = try attempt(number, &chance) } catch { complaint = "\(error)" }
      if let complaint {
        complaints += 1
        Issue.record("\(name), case \(number) (LILT_TORTURE_CASE=\(number) tries it alone): \(complaint)")
        if complaints == 10 { break }
      }
      if Campaign.scale != nil, (number + 1) % max(1, cases / 10) == 0 {
        let seconds = Int((ContinuousClock.now - begin) / .seconds(1))
        FileHandle.standardError.write(
          Data("torture: \(name): \(number + 1) of \(cases), \(complaints) complaints, \(seconds) s\n".utf8))
      }
    }
  }

  /// What LILT_TORTURE asks for; nil for the quick form.
  private static let scale = ProcessInfo.processInfo.environment["LILT_TORTURE"].flatMap(Double.init)
  private static let only = ProcessInfo.processInfo.environment["LILT_TORTURE_CASE"].flatMap(Int.init)

  /// FNV-1a over the name, and the number: the same in every run.
  private static func seed(_ name: String, _ number: Int) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01B3 } &+ UInt64(number) << 20
  }
}

extension Outcome {
  /// Words of the machinery, which no user is to see.
  private static let machinery = [
    "HDF5-DIAG", "Fatal error", "Stack dump", "DecodingError", "Optional(", "Swift.", "H5E", "Segmentation fault",
  ]

  /// What is wrong with the end that a program came to, whatever it was given; nil when nothing is.
  ///
  /// It may succeed. Otherwise it ends by itself, in time, with a status of its own, and its last word is one error of one
  /// sentence, continued by indented lines at most.
  func complaint(about program: String, statuses: Set<Int32> = [0, 64, 65]) -> String? {
    if isOverdue { return "\(program) went on for too long\n\(self)" }
    guard status < 128 else { return "\(program) was ended by signal \(status - 128)\n\(self)" }
    guard statuses.contains(status) else { return "\(program) left with status \(status)\n\(self)" }
    if let word = Outcome.machinery.first(where: { errors.contains($0) || output.contains($0) }) {
      return "\(program) says '\(word)'\n\(self)"
    }
    func controls(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control && scalar != "\n" }
    if errors.unicodeScalars.contains(where: controls)
      || output.unicodeScalars.contains(where: { controls($0) && $0 != "\t" })
    {
      return "\(program) writes control characters: \(errors.debugDescription) \(output.debugDescription)"
    }
    guard status != 0 else { return nil }
    var lines = errors.split(separator: "\n").filter { !$0.hasPrefix("  ") }
    if status == 64, lines.last == "Try '\(program) --help'." { lines.removeLast() }
    let sentences = lines.filter { $0.hasPrefix("\(program): error: ") }
    guard sentences.count == 1, lines.last == sentences[0] else {
      return "\(program) does not end with one sentence\n\(self)"
    }
    return nil
  }
}
