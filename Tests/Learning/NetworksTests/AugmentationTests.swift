import Determinism
import Testing

@testable import Networks

@Suite struct AugmentationTests {
  /// A batch of 4 rows [6, 10] of ones and one-hot targets, changed by an augmentation.
  private func changed(by augmentation: any BatchAugmentation) -> (values: [Float], targets: [Float]) {
    var values = (0..<240).map { Float(1 + $0 / 60) }
    var targets = [Float](repeating: 0, count: 8)
    for row in 0..<4 { targets[row * 2 + row % 2] = 1 }
    var random = Random(Seed(4))
    values.withUnsafeMutableBufferPointer { values in
      targets.withUnsafeMutableBufferPointer { targets in
        var batch = Batch(count: 4, shape: [6, 10], classes: 2, values: values, targets: targets)
        augmentation.apply(to: &batch, random: &random)
      }
    }
    return (values, targets)
  }

  @Test func `mixup mixes rows and targets by one weight`() {
    var mixup = Mixup()
    mixup.alpha = 5
    let (values, targets) = changed(by: mixup)
    for row in 0..<4 {
      #expect(abs(targets[row * 2] + targets[row * 2 + 1] - 1) < 1e-6)
      #expect(Set(values[row * 60..<(row + 1) * 60]).count == 1)
    }
    #expect(abs(stride(from: 0, to: 240, by: 60).map { values[$0] }.reduce(0, +) - 10) < 1e-5)
  }

  @Test func `SpecAugment silences whole bands and nothing else`() {
    var mask = SpecAugment()
    (mask.featureMasks, mask.featureWidth, mask.timeMasks, mask.timeWidth) = (1, 3, 0, 0)
    let values = changed(by: mask).values
    for line in 0..<24 {
      let expected = Float(1 + line / 6)
      let set = Set(values[line * 10..<(line + 1) * 10])
      #expect(set == [0] || set == [expected])
    }
    #expect(values.contains(0))
  }

  @Test func `noise has the deviation that was asked for`() {
    var noise = NoiseAugmentation()
    noise.deviation = 0.5
    let values = changed(by: noise).values
    let errors = values.enumerated().map { Double($1) - Double(1 + $0 / 60) }
    let deviation = (errors.map { $0 * $0 }.reduce(0, +) / 240).squareRoot()
    #expect(abs(deviation - 0.5) < 0.1)
  }

  @Test func `a shift moves all features of a row alike and repeats the edge`() {
    // Thirty rows [2, 5]; every line counts 0, 1, 2, 3, 4, the second one from 10 on.
    let row: [Float] = [0, 1, 2, 3, 4, 10, 11, 12, 13, 14]
    var values = Array(repeating: row, count: 30).flatMap { $0 }
    var targets = [Float](repeating: 0, count: 60)
    var shift = TimeShift()
    shift.reach = 2
    var random = Random(Seed(4))
    values.withUnsafeMutableBufferPointer { values in
      targets.withUnsafeMutableBufferPointer { targets in
        var batch = Batch(count: 30, shape: [2, 5], classes: 2, values: values, targets: targets)
        shift.apply(to: &batch, random: &random)
      }
    }
    var seen: Set<[Float]> = []
    for start in stride(from: 0, to: 300, by: 10) {
      let first = Array(values[start..<start + 5]), second = Array(values[start + 5..<start + 10])
      #expect(first.map { $0 + 10 } == second)
      seen.insert(first)
    }
    #expect(seen == [[2, 3, 4, 4, 4], [1, 2, 3, 4, 4], [0, 1, 2, 3, 4], [0, 0, 1, 2, 3], [0, 0, 0, 1, 2]])
  }

  @Test func `gamma draws have the mean and variance of their distribution`() {
    var random = Random(Seed(6))
    for shape in [0.3, 2.5] {
      let draws = (0..<20_000).map { _ in random.gamma(shape) }
      let mean = draws.reduce(0, +) / 20_000
      let variance = draws.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 20_000
      #expect(abs(mean - shape) < 0.05 && abs(variance - shape) < 0.15)
    }
  }
}
