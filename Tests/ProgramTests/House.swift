import Foundation
import TestSupport
import Testing

/// A checkout in miniature in which Make runs with programs that are built already.
///
/// `swift` is a stand-in there: it builds nothing, keeps count, and shows where the programs are.
final class House {
  let scratch: Scratch

  /// A small system over the corpus of `Workshop.finished()`.
  static let tiny = """
    // A tiny system.
    {
      corpora: ["crema-d"],
      clean: { rate: 8000 },
      augment: ["original", { noise: { amplitude: 0.02 } }],
      features: { frame: { size: 256, hop: 128 }, stack: ["zcr", "rms"],
                  layout: { statistics: { functionals: ["mean", "std"] } } },
      splits: { honest: { by: "speaker", folds: 2 } },
      train: { model: { mlp: { hidden: [8] } }, epochs: 2 },
      evaluate: { portraits: false },
    }

    """

  /// - Parameter ending: what the checkout's folder is called, at its end.
  init(recipes: [String: String] = ["tiny": House.tiny], ending: String = "") throws {
    scratch = Scratch(ending: ending)
    for (name, text) in recipes { try write(recipe: name, text) }
    let checkout = Programs.checkout
    // Sources are copied for their names and bytes, which is all that Make looks at.
    try shell(
      """
      cp -r '\(checkout)/Makefile' '\(checkout)/Package.swift' '\(checkout)/Scripts' .
      mkdir -p data Sources build/bin stand-in
      cp -r '\(checkout)/Sources/Programs' Sources/
      ln -s '\(checkout)/data/folds' data/folds
      cp -a '\(Workshop.finished().data)/crema-d' data/
      for program in Sources/Programs/lilt*; do cp -p "$LILT/${program##*/}" build/bin/; done
      cp -rp build/bin stand-in/bin
      touch build/setup.ok
      """, in: scratch.path, environment: ["LILT": Programs.folder])
    try scratch.write(
      "stand-in/swift",
      """
      #!/bin/sh
      case "$*" in *--show-bin-path*) echo stand-in/bin ;; *) echo "$*" >> stand-in/builds ;; esac
      """)
    try shell("chmod +x stand-in/swift", in: scratch.path)
    try make("build/sources.sum")
    try shell("touch build/programs.ok", in: scratch.path)
  }

  func write(recipe name: String, _ text: String) throws { try scratch.write("pipelines/\(name).json5", text) }

  /// Changes something in a recipe.
  func edit(_ name: String, _ old: String, to new: String) throws {
    let text = String(decoding: try scratch.bytes("pipelines/\(name).json5"), as: UTF8.self)
    guard text.contains(old) else { throw Failure(description: "no '\(old)' in \(name)") }
    try write(recipe: name, text.replacingOccurrences(of: old, with: new))
  }

  struct Failure: Error, CustomStringConvertible { let description: String }

  @discardableResult
  func make(_ arguments: String...) throws -> Outcome { try make(arguments) }

  @discardableResult
  func make(_ arguments: [String]) throws -> Outcome { try run("/usr/bin/env", words(arguments), in: scratch.path) }

  /// Make that has to succeed.
  @discardableResult
  func built(_ arguments: String...) throws -> Outcome {
    let outcome = try run("/usr/bin/env", words(arguments), in: scratch.path)
    guard outcome.status == 0 else { throw Mishap(outcome) }
    return outcome
  }

  /// Make, not waited for.
  func start(_ arguments: String...) throws -> Running { try start(arguments) }

  func start(_ arguments: [String]) throws -> Running {
    try Running("/usr/bin/env", words(arguments), in: scratch.path)
  }

  private func words(_ arguments: [String]) -> [String] {
    // The Make that runs the tests shall not talk into this one.
    ["-u", "MAKEFLAGS", "-u", "MAKELEVEL", "-u", "MFLAGS", "PATH=stand-in:/usr/bin:/bin", "make", "JOBS=2"] + arguments
  }

  /// How often `swift build` was asked.
  var builds: Int {
    ((try? scratch.bytes("stand-in/builds")).map { $0.count { $0 == UInt8(ascii: "\n") } }) ?? 0
  }

  /// A stored file of a recipe, by its link.
  func bytes(_ link: String) throws -> Data { try scratch.bytes("build/\(link)") }
}

extension Outcome {
  /// The stages that spoke, in their order.
  var programs: [String] {
    var seen: [String] = []
    for line in errors.split(separator: "\n") where line.hasPrefix("lilt-") {
      let name = String(line.prefix { $0 != ":" })
      if !seen.contains(name) { seen.append(name) }
    }
    return seen
  }

  /// How many rows a stage computed, by its own last word.
  func computed(by program: String) -> Int? {
    let lines = errors.split(separator: "\n").filter { $0.hasPrefix(program + ":") && $0.contains(" computed") }
    return lines.last.flatMap { Outcome(status: 0, output: "", errors: String($0)).computed }
  }
}
