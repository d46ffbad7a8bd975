import Determinism
import FoundationEssentials
import Reference
import TestSupport

@testable import Graph
@testable import OneDNN

/// Float64 values and gradients of every operation by PyTorch; `make_gradients.py` beside the file made it.
struct GradientFixture {
  struct Entry: Decodable {
    let shape: [Int]
    let values: [Double]
  }

  private let cases: [String: [String: Entry]]

  init() throws {
    let data = try Data(contentsOf: URL(filePath: Checkout.fixture("Graph/gradients.json")))
    cases = try JSONDecoder().decode([String: [String: Entry]].self, from: data)
  }

  subscript(_ name: String) -> [String: Entry] { cases[name] ?? [:] }
}

/// How far an operation's value and gradients lie from the fixture's, in relative Euclidean norm, the worst of them.
///
/// - Parameter forward: from the fixture's inputs, by name, to the value.
func worstError(
  _ name: String, precision: Precision = .float32, threads: Int = 1,
  _ forward: ([String: Variable]) throws -> Variable
) throws -> Double {
  // The reference is held to the same numbers, so that it may be held against where there are no others.
  let slow = try worstError(name, on: ReferenceEngine(), precision: precision, forward)
  return try max(slow, worstError(name, on: OneDNNEngine(threads: threads), precision: precision, forward))
}

private func worstError(
  _ name: String, on engine: any Engine, precision: Precision, _ forward: ([String: Variable]) throws -> Variable
) throws -> Double {
  let entries = try GradientFixture()[name]
  let tape = Tape(parameters: Parameters(seed: .init(1)))
  var inputs: [String: Variable] = [:]
  for key in entries.keys.sorted()
  where key != "y" && key != "upstream" && !(key.hasPrefix("d") && entries[String(key.dropFirst())] != nil) {
    inputs[key] = tape.input(entries[key]!.shape, isDifferentiable: entries["d" + key] != nil)
  }
  let upstream = tape.input(entries["upstream"]!.shape)
  let y = try forward(inputs)
  let plan = try engine.plan(
    tape, precision: precision, results: [y], differentiating: y, upstream: upstream)
  for (key, variable) in inputs { fill(plan[input: variable], entries[key]!.values) }
  fill(plan[input: upstream], entries["upstream"]!.values)
  // Twice, because the second run meets what the first left in shared memory.
  try plan.run()
  try plan.run()
  var worst = distance(plan[result: y], entries["y"]!.values)
  for (key, variable) in inputs {
    guard let expected = entries["d" + key] else { continue }
    worst = max(worst, distance(plan[gradient: variable], expected.values))
  }
  return worst
}

private func fill(_ buffer: UnsafeMutableBufferPointer<Float>, _ values: [Double]) {
  for (index, value) in values.enumerated() { buffer[index] = Float(value) }
}

/// ‖a − b‖ / ‖b‖.
func distance(_ a: UnsafeMutableBufferPointer<Float>, _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  var difference = 0.0, size = 0.0
  for (index, value) in b.enumerated() {
    difference += (Double(a[index]) - value) * (Double(a[index]) - value)
    size += value * value
  }
  return (difference / size).squareRoot()
}
