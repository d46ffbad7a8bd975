import Store
import Testing

@Suite struct FinitenessTests {
  private func isFinite(_ values: [Float]) -> Bool {
    values.withUnsafeBufferPointer { Finite.firstBreach(in: $0) == nil }
  }
  private func isFinite(_ values: [Double]) -> Bool {
    values.withUnsafeBufferPointer { Finite.firstBreach(in: $0) == nil }
  }

  @Test func `every number that is none is found, wherever it stands, and no other is taken for one`() {
    let good: [Float] = [
      0, -0.0, 1, -1, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, .pi, 0, 0, 1e-38,
    ]
    #expect(isFinite(good) && isFinite(good.map(Double.init)) && isFinite([Float]()) && isFinite([Double]()))
    #expect(isFinite([Double.greatestFiniteMagnitude, -.leastNonzeroMagnitude]))
    for bad in [Float.nan, .infinity, -.infinity, .signalingNaN, -.nan] {
      for place in good.indices {
        var values = good
        values[place] = bad
        #expect(!isFinite(values) && !isFinite(values.map(Double.init)))
      }
    }
  }

  @Test func `sound and tensors that hold such numbers are refused when they are read, by row`() throws {
    let folder = HostileTests.folder
    let sound = try InputFile(folder + "nan-sound.h5", expecting: [.clean]).ragged("/audio")
    #expect { _ = try (0..<sound.count).map { try sound.read($0) } } throws: {
      "\($0)".contains("/audio/values holds nan at sample 1 of row '")
        && "\($0)".hasSuffix("'; expected finite numbers")
    }
    let tensor = try InputFile(folder + "infinite-tensor.h5", expecting: [.features]).tensor()
    #expect { _ = try tensor.row(0) } throws: {
      "\($0)".contains("/tensor/x holds inf at element 0 of row '") && "\($0)".hasSuffix("'; expected finite numbers")
    }
  }
}
