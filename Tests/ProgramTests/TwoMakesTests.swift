import Foundation
import TestSupport
import Testing

/// One make at a time in a checkout.
@Suite struct `Two makes` {
  /// Holds a house's lock as another make would, for so many seconds.
  private func holding(_ house: House, seconds: Double) throws -> Running {
    let holder = try Running(
      "/bin/bash", ["-c", "mkdir -p build; exec 9<>build/.lock; flock 9; touch held; sleep \(seconds)"],
      in: house.scratch.path)
    while !house.scratch.has("held") { usleep(1000) }
    return holder
  }

  @Test func `run one after the other, and the second says that it waits`() throws {
    let house = try House()
    let holder = try holding(house, seconds: 1.5)
    var outcome: Outcome?
    let length = try time { outcome = try house.make("tiny") }
    _ = try holder.outcome()
    #expect(length > 1)
    #expect(outcome?.status == 0, "\(outcome!)")
    #expect(outcome?.errors.hasPrefix("waiting for another make in this folder\n") == true, "\(outcome!)")
    #expect(outcome?.programs == Make.stages)
  }

  @Test func `need no lock to tell what there is`() throws {
    let house = try House()
    let holder = try holding(house, seconds: 600)
    defer { holder.killAll() }
    for goals in [["list"], ["help"], ["list", "help"]] {
      let outcome = try house.start(goals).outcome(within: 30)
      #expect(outcome.status == 0 && outcome.errors == "", "\(outcome)")
    }
  }

  @Test func `let one ask why while the other is at work`() throws {
    let house = try House()
    try house.built("tiny")
    try house.edit("tiny", "epochs: 2", to: "epochs: 3")
    let holder = try holding(house, seconds: 600)
    defer { holder.killAll() }
    let outcome = try house.start("why", "TARGET=tiny").outcome(within: 30)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors == "another make is at work in this folder; this is what it has not made yet\n")
    #expect(outcome.output.contains("/train/"), "\(outcome)")
  }

  @Test func `do not wait for themselves, with jobs, in a make below or when Make starts anew`() throws {
    let house = try House()
    // The rules are not there yet, so that Make writes them and starts anew; search calls Make again.
    try house.scratch.write(
      "spec.json5", "{ inner: 2, search: { space: { 'train.model.mlp.hidden': [[4]], 'train.epochs': [1] } } }")
    for goals in [["-j4", "tiny"], ["search", "RECIPE=tiny", "SPEC=spec.json5"], ["-j2", "why", "TARGET=tiny"]] {
      let outcome = try house.start(goals).outcome(within: 60)
      #expect(outcome.status == 0, "\(outcome)")
      #expect(!outcome.errors.contains("waiting"), "\(outcome)")
    }
  }

  @Test func `leave the lock free, however the first one ended`() throws {
    let house = try House()
    for signal in [SIGKILL, SIGTERM, SIGINT] {
      let first = try house.start("tiny")
      while (try? house.scratch.bytes("build/.lock").count) ?? 0 == 0 { usleep(1000) }
      // The make alone: what it has started lives on, and so does the watcher, which has to notice.
      first.send(signal)
      let outcome = try house.start("build/sources.sum").outcome(within: 30)
      #expect(outcome.status == 0, "\(outcome)")
      _ = try first.outcome(within: 30)
    }
    try house.built("tiny")
    #expect(house.scratch.leftOvers == [])
  }

  @Test func `leave the lock free when nobody asks for the status of the first one`() throws {
    let house = try House()
    let outcome = try run(
      "/usr/bin/env",
      [
        "-u", "MAKEFLAGS", "-u", "MAKELEVEL", "PATH=stand-in:/usr/bin:/bin", "perl", "-e",
        // The first make has ended and is not waited for while the second runs.
        """
        my $first = fork // die; if (!$first) { exec "make", "build/sources.sum" } sleep 1;
        my $status = system "make", "build/sources.sum"; waitpid $first, 0; exit($status || $?);
        """,
      ], in: house.scratch.path)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors == "")
  }

  @Test func `pass on what becomes of them`() throws {
    let house = try House()
    #expect(try house.make("nothing").status == 2)
    #expect(try house.make("-q", "build/sources.sum").status == 1)
    #expect(try house.make("-n", "tiny").programs == [])
    #expect(!house.scratch.has("build/tiny/report.html"))
  }
}

extension Torture {
  /// Two makes in one checkout, started side by side.
  @Suite struct `Pairs` {
    @Test func `both make what they are asked for`() throws {
      let whole = try House()
      try whole.built("tiny")
      Campaign("pairs of makes", quick: 2, long: 50).run { number, chance in
        let house = try House()
        let goals = [["tiny"], ["-j2", "tiny"], ["build/tiny/features.h5"], ["tiny", "prune"], ["verify"]]
        let first = try house.start("tiny")
        usleep(.random(in: 0..<(number % 2 == 0 ? 1000 : 500_000), using: &chance))
        let second = try house.start(goals.randomElement(using: &chance)!)
        for outcome in [try first.outcome(within: 120), try second.outcome(within: 120)] where outcome.status != 0 {
          return "\(outcome)"
        }
        let outcome = try house.built("tiny")
        guard outcome.programs == [] else { return "something was left to make\n\(outcome)" }
        for link in ["catalog", "clean", "augmented", "features", "splits/honest", "models/honest", "evaluation"]
        where try house.bytes("tiny/\(link).h5") != whole.bytes("tiny/\(link).h5") {
          return "\(link) has other bytes"
        }
        return house.scratch.leftOvers.isEmpty ? nil : "left are \(house.scratch.leftOvers)"
      }
    }
  }
}
