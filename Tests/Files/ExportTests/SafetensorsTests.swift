import Testing

@testable import Export

@Suite struct SafetensorsTests {
  let tensors = [
    ExportTensor("béta", [2, 3], weights(1, 2, 3)), ExportTensor("alpha", [4], weights(2, 4)),
    ExportTensor(name: "steps", shape: [3], elements: .integers([-1, 0, 1])),
  ]

  @Test func `a file is the bytes that the safetensors package writes`() throws {
    let bytes = try Safetensors.encoded(tensors, metadata: ["labels": "angry,\"calm\""])
    #expect(try bytes == fixture("small.safetensors"))
    #expect(try Safetensors.encoded(tensors.reversed(), metadata: ["labels": "angry,\"calm\""]) == bytes)
  }

  @Test func `two tensors of one name are refused`() {
    #expect(throws: ExportError.duplicate("alpha")) { try Safetensors.encoded(tensors + [tensors[1]]) }
  }

  @Test func `a tensor that does not fill its shape is refused`() {
    #expect(throws: ExportError.shape("w", [3], found: 1)) { try Safetensors.encoded([ExportTensor("w", [3], [1])]) }
  }
}
