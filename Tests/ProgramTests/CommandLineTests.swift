import Foundation
import Testing

/// What every program owes to whoever types its name.
@Suite struct `Command lines` {
  @Test(arguments: Programs.all) func `help goes to standard output and says how to call`(program: String) throws {
    let outcome = try run(program, ["--help"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("Usage: \(program) "))
    #expect(outcome.output.contains("--help"))
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  @Test(arguments: Programs.all) func `the version is one line`(program: String) throws {
    let outcome = try run(program, ["--version"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.wholeMatch(of: /lilt(-[a-z]+)? \d+\.\d+\.\d+\n/) != nil, "\(outcome)")
    #expect(outcome.output.hasPrefix("\(program) "))
  }

  @Test(arguments: Programs.all) func `an unknown option is wrong usage and its neighbour is named`(program: String)
    throws
  {
    let outcome = try run(program, ["--hepl"])
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(
      outcome.errors == """
        \(program): error: unknown option '--hepl'; did you mean '--help'?
        Try '\(program) --help'.

        """)
  }

  @Test(arguments: Programs.all) func `nothing at all is wrong usage`(program: String) throws {
    let outcome = try run(program, [])
    // These two have something to say on their own.
    let isTalking = ["lilt", "lilt-bench"].contains(program)
    #expect(outcome.output == "" || isTalking)
    #expect(outcome.status == 64 || isTalking, "\(outcome)")
  }

  @Test(arguments: TestedStage.all) func `a stage without settings or output says so`(stage: TestedStage) throws {
    let noSettings = try run(stage.program, ["--output", "x.h5", "a.h5"])
    #expect(noSettings.status == 64)
    #expect(noSettings.errors.hasPrefix("\(stage.program): error: --settings FILE.json is missing\n"))
    let noOutput = try run(stage.program, ["--settings", "x.json", "a.h5"])
    #expect(noOutput.status == 64)
    #expect(noOutput.errors.hasPrefix("\(stage.program): error: --output FILE.h5 is missing\n"))
  }

  @Test(arguments: TestedStage.all) func `a stage counts its inputs`(stage: TestedStage) throws {
    let outcome = try run(stage.program, ["--settings", "x.json", "--output", "x.h5"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(" as input, found none\n"), "\(outcome)")
  }

  @Test(arguments: ["0", "-3", "two", "1.5", "", "99999999999999999999"])
  func `a number of jobs that is none is wrong usage`(jobs: String) throws {
    let outcome = try run("lilt-clean", ["--jobs=\(jobs)"])
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.hasPrefix(
        "lilt-clean: error: option '--jobs' needs a whole number from 1 to 1024, found '\(jobs)'\n"))
  }

  @Test func `a synthetic corpus of an unknown scheme is wrong usage`() throws {
    let outcome = try run("lilt-synth", ["--scheme", "ravdes", "--output", "x"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.hasPrefix("lilt-synth: error: unknown scheme 'ravdes'; did you mean 'ravdess'?\n"))
  }

  @Test func `the keys of a recipe are explained, and their page is printed`() throws {
    let explained = try run("lilt-recipe", ["--explain", "train.optimizer.adamW", "clean.rate"])
    #expect(explained.status == 0 && explained.errors == "", "\(explained)")
    #expect(explained.output.hasPrefix("train.optimizer.adamW: Adam with decoupled weight decay"))
    #expect(explained.output.contains("\n\nclean.rate: Samples per second"))
    let unknown = try run("lilt-recipe", ["--explain", "train.optimizr"])
    #expect(unknown.status == 64 && unknown.output == "")
    #expect(
      unknown.errors.hasPrefix("lilt-recipe: error: train.optimizr: unknown key; did you mean 'optimizer'?\n"),
      "\(unknown)")
    #expect(try run("lilt-recipe", ["--settings-page"]).output.hasPrefix("# Settings of a recipe\n"))
  }

  @Test(arguments: TestedStage.all) func `a stage's help says where its keys are explained`(stage: TestedStage) throws {
    let help = try run(stage.program, ["--help"]).output
    let keys = try #require(help.firstMatch(of: /lilt-recipe --explain ([A-Za-z. ]+)\n/)?.1, "\(help)")
    let explained = try run("lilt-recipe", ["--explain"] + keys.split(separator: " ").map(String.init))
    #expect(explained.status == 0, "\(explained)")
  }

  @Test func `a closed standard output is an error and no crash`() throws {
    let outcome = try bash("'\(Programs.folder)/lilt-clean' --help > /dev/full")
    #expect(outcome.status == 1)
    #expect(outcome.errors == "lilt-clean: error: cannot write 'standard output': No space left on device\n")
  }

  @Test func `whoever reads only the beginning hears no complaint`() throws {
    let outcome = try bash("exec 3>&1; ('\(Programs.folder)/lilt-clean' --help || echo $? >&3) | true || true")
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome)")
    // Whether help was written before the reader left is a matter of chance.
    #expect(["", "141\n"].contains(outcome.output), "\(outcome)")
  }
}
