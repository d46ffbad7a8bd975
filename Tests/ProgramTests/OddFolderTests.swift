import Foundation
import TestSupport
import Testing

/// Folders may be called anything.
@Suite struct `Folders with odd names` {
  static let names = [
    "a b", "it's", "$(shell touch pwned) `touch pwned`", "#1: 100%, a=b;c", "[x] *?~ {y} (z) \"q\" \\",
    "\u{440}\u{435}\u{447}\u{44C}",
  ]

  @Test(arguments: names) func `can hold the checkout`(name: String) throws {
    let house = try House(ending: " " + name)
    let outcome = try house.built("tiny")
    #expect(outcome.programs == Make.stages, "\(outcome)")
    #expect(try house.built("tiny").errors == "")
    #expect(try house.built("why", "TARGET=tiny").output == "tiny is up to date\n")
    #expect(try house.built("verify").output == "9 files read, 0 damaged\n")
    #expect(try house.built("list").output.hasPrefix("tiny                     ready"))
    try house.built("install", "PREFIX=\(house.scratch.path)/usr")
    #expect(house.scratch.has("usr/bin/lilt-clean"))
    // A program that is new comes from where Swift says that it is.
    try shell(
      "echo '// code' >> Sources/Programs/lilt-split/Main.swift; echo >> stand-in/bin/lilt-split",
      in: house.scratch.path)
    #expect(try house.built("tiny").programs == ["lilt-split"])
    #expect(!house.scratch.has("pwned"))
  }

  @Test(arguments: names) func `can hold the corpora`(name: String) throws {
    let house = try House()
    try FileManager.default.moveItem(atPath: house.scratch.file("data"), toPath: house.scratch.file(name))
    let outcome = try house.built("tiny", "DATA=\(name)")
    #expect(outcome.programs == Make.stages, "\(outcome)")
    #expect(try house.built("tiny", "DATA=\(name)").errors == "")
    #expect(try house.built("list", "DATA=\(name)").output.contains("ready"))
    #expect(try house.built("all", "DATA=\(name)").output.contains("index: build/index.html"))
    #expect(
      try house.make("tiny").errors.hasPrefix("lilt: error: cannot read corpus 'crema-d': there is no folder data/"))
    let missing = try house.make("tiny", "DATA=\(name)/nowhere")
    #expect(missing.errors.hasPrefix("lilt: error: cannot read corpus 'crema-d': there is no folder \(name)/nowhere/"))
    #expect(!house.scratch.has("pwned"))
  }

  @Test func `can come from the environment`() throws {
    let house = try House()
    let name = "x $(shell touch pwned)"
    try FileManager.default.moveItem(atPath: house.scratch.file("data"), toPath: house.scratch.file(name))
    let outcome = try run(
      "/usr/bin/env",
      ["-u", "MAKEFLAGS", "-u", "MAKELEVEL", "PATH=stand-in:/usr/bin:/bin", "DATA=\(name)", "make", "tiny"],
      in: house.scratch.path)
    #expect(outcome.status == 0 && outcome.programs == Make.stages, "\(outcome)")
    #expect(!house.scratch.has("pwned"))
  }
}
