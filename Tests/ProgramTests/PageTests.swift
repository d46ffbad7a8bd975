import Foundation
import HDF5
import Store
import TestSupport
import Testing

/// README and the pages in `docs/` are worked through as they stand: every command in its order, in a checkout of the
/// page's own, at a terminal, and what comes is what the page shows.
@Suite struct `A page` {
  static let names =
    ["README.md"]
    + ((try? FileManager.default.contentsOfDirectory(atPath: "\(Checkout.root)/docs")) ?? [])
    .filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }

  /// All that is not run: what wants a network, a corpus, a microphone or hours. Nothing else may be left out.
  static let leftOut: [String: [String]] = [
    "README.md": [
      "make check", "make corpus-ravdess", "make list", "make ravdess-logistic",
      "build/bin/lilt-predict build/ravdess-logistic/models/honest.h5 me.wav",
      "arecord -d 4 -f S16_LE -r 48000 | build/bin/lilt-predict build/ravdess-logistic/models/honest.h5 -",
      "build/bin/lilt-predict build/cross-ravdess-crema/models/honest.h5 --speaker anna recordings/anna",
    ],
    "docs/a-recording.md": [
      "make corpus-ravdess", "make ravdess-logistic",
      "arecord -d 4 -f S16_LE -r 48000 | build/bin/lilt-predict build/voices/models/honest.h5 -",
    ],
    "docs/another-trainer.md": [],
    "docs/own-corpus.md": [],
    "docs/settings.md": [],
    "docs/student.md": ["make corpus-ravdess", "make ravdess-logistic"],
  ]

  /// Scripts that import what `Tests/requirements.txt` does not pin.
  static let scriptsForTorch = ["README.md": 1, "docs/another-trainer.md": 1]

  @Test(arguments: names) func `does what it says`(name: String) throws {
    let page = try Page(name), desk = try Desk()
    for step in page.steps {
      switch step {
      case .file(let path, let text): try desk.write(path, text)
      case .command(let command) where command.condition == nil: try desk.enter(command)
      case .command: break
      case .script(let script):
        guard let python = `h5py`.python, try desk.has(Self.packages(of: script), python) else { break }
        let outcome = try run(python, ["-c", script], in: desk.folder)
        #expect(outcome.status == 0, "\(name): \(script)\n\(outcome)")
      }
    }
  }

  @Test func `leaves out nothing but what is listed here`() throws {
    var leftOut: [String: [String]] = [:], torch: [String: Int] = [:]
    for name in Self.names {
      leftOut[name] = []
      for step in try Page(name).steps {
        if case .command(let command) = step, command.condition != nil {
          leftOut[name]?.append(Self.bare(command.line))
        }
        if case .script(let script) = step, Self.packages(of: script).contains("torch") { torch[name, default: 0] += 1 }
      }
    }
    #expect(leftOut == Self.leftOut)
    #expect(torch == Self.scriptsForTorch)
  }

  @Test(arguments: names.filter { $0 != "docs/settings.md" }) func `has commands that are run`(name: String) throws {
    let commands = try Page(name).steps.filter {
      if case .command(let command) = $0 { command.condition == nil } else { false }
    }
    #expect(commands.count >= 1, "\(name)")
  }

  @Test(arguments: names) func `leads only to files that are there`(name: String) throws {
    let text = try String(contentsOfFile: "\(Checkout.root)/\(name)", encoding: .utf8)
    let folder = URL(fileURLWithPath: "\(Checkout.root)/\(name)").deletingLastPathComponent()
    for match in text.matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/) {
      let path = folder.appending(path: String(match.1)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(name): \(match.1)")
    }
  }

  @Test func `shows what comes, gap by gap`() {
    #expect(Shown.agrees(["a … c", "…", "z"], with: "a b c\nd\ne\nz\n"))
    #expect(Shown.agrees(["…", "UAR 1 …"], with: "UAR 2 %\nUAR 1 %\n"))
    #expect(Shown.agrees([], with: ""))
    #expect(!Shown.agrees([], with: "news\n"))
    #expect(!Shown.agrees(["a"], with: "a\nb\n"))
    #expect(!Shown.agrees(["a", "…", "z"], with: "a\nb\n"))
    #expect(!Shown.agrees(["UAR 1 …"], with: "UAR 2 %\n"))
  }

  /// A command without the comment behind it.
  private static func bare(_ line: String) -> String {
    line.components(separatedBy: " # ")[0].trimmingCharacters(in: .whitespaces)
  }

  private static func packages(of script: String) -> Set<String> {
    var packages: Set<String> = []
    for line in script.split(separator: "\n") {
      let words = line.split { " ,.".contains($0) }.map(String.init)
      // `import h5py, torch` or `from torch.utils.data import DataLoader`.
      if words.first == "import" { packages.formUnion(words.dropFirst()) }
      if words.first == "from" { packages.insert(words[1]) }
    }
    return packages
  }
}

/// A clean checkout with programs that are built, and a terminal in it.
private final class Desk {
  private let house: House
  /// Whether numbers are those of the pages, whose libraries are the ones that fingerprints were recorded with.
  private let isAlike: Bool

  init() throws {
    house = try House(recipes: [:])
    // A copy of the folds, since pages add to them; corpora stay where they are.
    try shell(
      """
      rm -r data && mkdir data
      for path in README.md pipelines docs data/README.md data/folds; do cp -r "$FROM/$path" "$path"; done
      """, in: house.scratch.path, environment: ["FROM": Programs.checkout])
    let model = try InputFile.open(Workshop.finished().scratch.file("train/train/fold0.h5"), expecting: .model)
    let known = try Fingerprints.recorded()["train: mlp"]?.libraries
    isAlike = known == (try model.text("revision", of: "/")).split(separator: " ", maxSplits: 2).last.map(String.init)
  }

  var folder: String { house.scratch.path }

  func write(_ path: String, _ text: String) throws { try house.scratch.write(path, text) }

  /// Enters a command. It may fail only where the page shows an error.
  func enter(_ command: Page.Command) throws {
    let outcome = try run(
      "/usr/bin/script", ["--quiet", "--return", "--command", command.line, "/dev/null"], in: folder,
      // Every processor that Lilt runs on has these instructions, so that scores agree from machine to machine.
      environment: [
        "PATH": "\(folder)/stand-in:/usr/bin:/bin", "SHELL": "/bin/bash", "TERM": "xterm", "NO_COLOR": "1", "JOBS": "2",
        "DNNL_MAX_CPU_ISA": "AVX2", "OPENBLAS_CORETYPE": "Haswell",
      ])
    let printed = Self.seen(outcome.output)
    let mayFail = command.shown.contains { $0.contains("error: ") }
    #expect((outcome.status != 0) == mayFail, "$ \(command.line)\n\(printed)")
    guard isAlike else { return }
    #expect(Shown.agrees(command.shown, with: printed), "$ \(command.line)\n\(printed)")
  }

  func has(_ packages: Set<String>, _ python: String) throws -> Bool {
    try run(python, ["-c", packages.sorted().map { "import \($0)\n" }.joined()]).status == 0
  }

  /// What stays on a terminal: lines that are drawn over and over are gone.
  private static func seen(_ output: String) -> String {
    output.replacingOccurrences(of: "\r\n", with: "\n").components(separatedBy: "\n").map { line in
      (line.components(separatedBy: "\r\u{1B}[K").last ?? line).replacing(/\u{1B}\[[0-9;]*[A-Za-z]/, with: "")
    }.joined(separator: "\n")
  }
}
