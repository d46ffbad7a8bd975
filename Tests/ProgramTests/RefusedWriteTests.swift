import Foundation
import TestSupport
import Testing

/// When the machine takes no more bytes: a clear error, the old output intact, nothing left lying about.
@Suite(.serialized) struct `When nothing more can be written` {
  /// Of the output's size, how much there is room for.
  static let shares = [0.0, 0.1, 0.5, 0.9]

  @Test(.enabled(if: Mount.isPossible), arguments: TestedStage.all)
  func `a full disk is an error`(stage: TestedStage) throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let old = try workshop.bytes(stage)
    let inputs = try workshop.arguments(for: other(stage))
    for share in Self.shares {
      let disk = try Mount(at: workshop.scratch.file("disk"), pages: pages(old.count, 1) + pages(old.count, share))
      let output = try workshop.scratch.write("disk/\(stage.name).h5", old)
      let outcome = try run(stage.program, redirected(inputs, to: output))
      judge(outcome, stage, because: "No space left on device")
      #expect(try workshop.scratch.bytes("disk/\(stage.name).h5") == old)
      #expect(workshop.scratch.leftOvers == [])
      withExtendedLifetime(disk) {}
    }
  }

  @Test(arguments: TestedStage.all)
  func `a limit on file sizes is an error`(stage: TestedStage) throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let old = try workshop.bytes(stage)
    let words = try workshop.arguments(for: other(stage)).map { "'\($0)'" }.joined(separator: " ")
    for share in Self.shares {
      let blocks = Int(share * Double(old.count)) / 1024
      let outcome = try bash(
        "(ulimit -f \(blocks); exec '\(Programs.folder)/\(stage.program)' \(words)) 2>&1 | cat >&2")
      judge(outcome, stage, because: "File too large")
      #expect(try workshop.bytes(stage) == old)
      #expect(workshop.scratch.leftOvers == [])
    }
  }

  @Test(.enabled(if: geteuid() == 0), arguments: TestedStage.all)
  func `a folder that may not be written is an error`(stage: TestedStage) throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let folder = workshop.scratch.file("locked")
    try makeFolder(folder)
    // Not even root writes into an immutable folder; where there is no such thing, a file stands in for the folder.
    let isLocked = try bash("chattr +i '\(folder)'").status == 0
    defer { _ = try? shell("chattr -i '\(folder)'") }
    guard isLocked else { return }
    let outcome = try run(stage.program, redirected(workshop.arguments(for: stage), to: folder + "/x.h5"))
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("cannot write '\(folder)/x.h5': Operation not permitted\n"), "\(outcome)")
  }

  @Test(arguments: TestedStage.all)
  func `a folder that is not there is an error`(stage: TestedStage) throws {
    let workshop = try Workshop.finished()
    let output = workshop.scratch.file("nowhere/x.h5")
    let outcome = try run(stage.program, redirected(workshop.arguments(for: stage), to: output))
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("cannot write '\(output)': No such file or directory\n"), "\(outcome)")
  }

  @Test(arguments: TestedStage.all)
  func `an output that is a folder is an error`(stage: TestedStage) throws {
    let workshop = try Workshop(copying: Workshop.finished())
    try makeFolder(workshop.scratch.file("folder.h5"))
    let output = workshop.scratch.file("folder.h5")
    let outcome = try run(stage.program, redirected(workshop.arguments(for: stage), to: output))
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("cannot write '\(output)': there is a folder of that name"), "\(outcome)")
    #expect(workshop.scratch.leftOvers == [])
  }

  private func pages(_ bytes: Int, _ share: Double) -> Int { (Int(Double(bytes) * share) + 4095) / 4096 }

  /// The stage under settings that leave nothing to reuse and make a file of about the same size.
  private func other(_ stage: TestedStage) -> TestedStage {
    switch stage.name {
    case "clean": stage.set(#"{ "rate": 8000, "dc": true }"#)
    case "augment": stage.set(stage.settings.replacingOccurrences(of: "0.02", with: "0.03"))
    case "features": stage.set(stage.settings.replacingOccurrences(of: "128", with: "64"))
    case "train": stage.set(stage.settings.replacingOccurrences(of: "3", with: "4"))
    default: stage
    }
  }

  private func judge(_ outcome: Outcome, _ stage: TestedStage, because cause: String) {
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.errors.contains("\(stage.program): error: cannot write '"), "\(outcome)")
    #expect(outcome.errors.contains(cause), "\(outcome)")
    #expect(!outcome.errors.contains("HDF5-DIAG"), "\(outcome)")
  }

  private func redirected(_ arguments: [String], to output: String) -> [String] {
    var arguments = arguments
    arguments[arguments.firstIndex(of: "--output")! + 1] = output
    return arguments
  }
}

/// A small disk of its own, as long as it is held.
final class Mount {
  private let folder: String

  init(at folder: String, pages: Int) throws {
    self.folder = folder
    try makeFolder(folder)
    try shell("mount -t tmpfs -o size=\(pages * 4096) lilt '\(folder)'")
  }

  deinit { _ = try? shell("umount '\(folder)'") }

  /// Whether this process may mount anything.
  static let isPossible: Bool = {
    guard geteuid() == 0 else { return false }
    return (try? Mount(at: Scratch().file("probe"), pages: 1)) != nil
  }()
}
