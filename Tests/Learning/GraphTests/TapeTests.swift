import Determinism
import Graph
import Testing

@Suite struct TapeTests {
  @Test func `shapes are known before anything is computed`() throws {
    let tape = Tape(parameters: Parameters(seed: Seed(1)))
    let x = tape.input([2, 3, 10])
    let weights = try tape.parameter("conv/weight", [4, 3, 5], .heUniform)
    let y = try x.convolved(with: weights, stride: 2).relu().globalMaxPooled()
    #expect(y.shape == [2, 4])
    #expect(throws: TensorError.self) { _ = try x.convolved(with: tape.parameter("w", [4, 2, 5], .zeros)) }
  }

  @Test func `a transcript holds what its value needs, and nothing else`() throws {
    let tape = Tape(parameters: Parameters(seed: Seed(1)))
    let x = tape.input([2, 3])
    _ = try x.sigmoid()
    let y = try x.dropout(0.5).relu()
    let lines = y.transcript.lines
    #expect(lines.map(\.inputs) == [[], [0], [1]])
    guard case .computation(.identity) = lines[1].origin, case .computation(.relu) = lines[2].origin else {
      Issue.record("expected what inference computes, found \(lines)")
      return
    }
  }
}
