import Foundation
import TestSupport
import Testing

/// Files open in h5py without a line of our code.
@Suite struct `h5py` {
  private static func runs(_ python: String) -> Bool { (try? run(python, ["-c", "import h5py"]))?.status == 0 }

  /// A Python with h5py: the one in LILT_PYTHON, or the system's.
  static let python: String? = [ProcessInfo.processInfo.environment["LILT_PYTHON"] ?? "", "/usr/bin/python3"]
    .first { FileManager.default.isExecutableFile(atPath: $0) && runs($0) }

  @Test(.enabled(if: python != nil)) func `reads every object of every file`() throws {
    let workshop = try Workshop.finished()
    let files =
      TestedStage.all.map { workshop.scratch.file($0.output) } + [workshop.scratch.file("train/train/fold0.h5")]
    let outcome = try run(try #require(Self.python), ["-c", Self.script] + files)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.split(separator: "\n").count == files.count)
  }

  @Test(.enabled(if: python != nil)) func `finds rows, tensors and labels side by side`() throws {
    let workshop = try Workshop.finished()
    let script = """
      import h5py, sys
      file = h5py.File(sys.argv[1])
      x, y = file["tensor/x"][:], file["labels/y"][:]
      names = file["labels/names"].asstr()[:]
      emotions = file["rows/emotion"].asstr()[:]
      assert x.shape[0] == len(y) == 72 and all(names[y] == emotions)
      assert len(file["tensor/x"].dims[1]["feature"]) == x.shape[1]
      """
    let outcome = try run(
      try #require(Self.python), ["-c", script, workshop.scratch.file(TestedStage.features.output)])
    #expect(outcome.status == 0, "\(outcome)")
  }

  private static let script = """
    import h5py, sys
    for path in sys.argv[1:]:
        with h5py.File(path) as file:
            count = 0
            def visit(name, item):
                global count
                count += 1
                dict(item.attrs)
                if isinstance(item, h5py.Dataset):
                    assert not item.is_virtual and not item.external
                    # Texts cannot be filtered and carry a hash instead.
                    assert item.fletcher32 or "sha256" in item.attrs, name
                    item[()]
            file.visititems(visit)
            assert count and file.attrs["schema"].startswith("lilt/")
            print(path, count)
    """
}
