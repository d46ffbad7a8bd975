import Store
import TestSupport
import Testing

@Suite struct HostileTests {
  static let folder = Checkout.fixture("Store/")

  @Test(arguments: [
    ("external-storage", "/stolen keeps its values in another file"),
    ("external-link", "/out is a link into another file; expected an object of this file"),
    ("soft-link", "/alias is a soft link; expected an object of this file"),
    ("virtual", "/assembled is a virtual dataset, put together from other files"),
    ("absurd-chunked", "/huge claims the shape [1152921504606846976], which a file of "),
    ("absurd-contiguous", "/huge claims the shape [1099511627776], which a file of "),
    (
      "absurd-scalar",
      "/huge claims the shape [2147483648, 2147483648, 2147483648], which a file of "
    ),
    ("missing-chunk", "/gap holds 1 of its 4 chunks"),
    ("absurd-chunk", "/huge has chunks of [67108864] elements; expected at most 67108864 bytes"),
    ("unknown-filter", "/x passes filter 32000; expected shuffle, deflate and fletcher32 only"),
    ("scale-offset", "/x passes filter 6; expected shuffle, deflate and fletcher32 only"),
    ("named-type", "/pair is neither a group nor a dataset"),
    ("uses-named-type", "/x has a named type; expected a plain one"),
    ("compound", "/x: its elements are neither plain numbers nor text"),
    ("big-end", "/x: its elements are neither plain numbers nor text"),
    ("user-block", "it begins with bytes that are not HDF5's"),
    ("cycle", "/models/again is there under two names"),
    ("two-names", "/models/twin is there under two names"),
    ("deep", "lies too deep; expected at most 16 levels"),
    ("no-parts", "/models/fold is missing, which every lilt/models/1 file has"),
    ("unknown-schema", "it is a lilt/soup/9 file; expected lilt/catalog/1 or lilt/clean/1"),
    ("no-schema", "it is an HDF5 file, but not one of Lilt's"),
    ("number-schema", "/@schema: expected text"),
    ("wrong-rank", "/models/name has the shape [2, 2]; expected [K]"),
    ("wrong-type", "/models/name holds int64; expected text"),
    ("fixed-text", "/models/name: its elements are neither plain numbers nor text"),
    ("unequal-columns", "/models/name has the shape [1]; expected 2 for K, as in /models/fold"),
    ("unequal-extra", "/models/extra has the shape [1]; expected 2 rows, as in /models/fold"),
    ("double-sound", "/audio/values holds float64; expected float32"),
    ("falling-offsets", "/audio/offsets must rise from 0 to 4, the number of values"),
    ("short-offsets", "/audio/offsets must rise from 0 to 4, the number of values"),
    ("late-offsets", "/audio/offsets must rise from 0 to 4, the number of values"),
    ("negative-offsets", "/audio/offsets must rise from 0 to 4, the number of values"),
    ("few-offsets", "/audio/offsets has the shape [2]; expected 3 for M+1, as in /rows/id"),
    ("label-out-of-range", "/labels/y holds 2; expected -1 to 1"),
    ("length-out-of-range", "/tensor/length holds -1; expected 0 to 2147483647"),
  ])
  func `a hostile file is refused in one sentence`(name: String, cause: String) {
    do {
      _ = try InputFile(Self.folder + name + ".h5", expecting: Schema.all)
      Issue.record("\(name) was opened")
    } catch {
      #expect("\(error)".contains(cause))
      #expect("\(error)".hasPrefix("cannot read '\(Self.folder)\(name).h5': "))
      #expect((error as? StoreError)?.kind == .data)
    }
  }

  @Test(arguments: [
    ("nan-sound", "/audio/values holds nan at element 1; expected finite numbers"),
    ("infinite-tensor", "/tensor/x holds inf at element 0; expected finite numbers"),
  ])
  func `numbers that are none are found when every value is read`(name: String, cause: String) throws {
    let file = try InputFile(Self.folder + name + ".h5", expecting: Schema.all)
    #expect(file.verify().map(\.description) == ["cannot read '\(file.path)': \(cause)"])
  }

  @Test func `a file that h5py wrote is taken like our own`() throws {
    let file = try InputFile.open(Self.folder + "foreign.h5", expecting: .features)
    #expect(try file.tensor().row(1) == [Float](repeating: 0.5, count: 6))
    #expect(try file.rows().map(\.id) == ["x", "y"])
    #expect(try file.attachedTexts("units", of: "/tensor/feature") == ["", "Hz", "dB"])
    #expect(file.verify().isEmpty)
  }

  @Test(arguments: ["make_hostile.py", "missing.h5", ""])
  func `what is no HDF5 file is refused`(name: String) {
    #expect(throws: StoreError.self) { try InputFile(Self.folder + name, expecting: Schema.all) }
  }
}
