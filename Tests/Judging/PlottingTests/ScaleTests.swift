import Testing

@testable import Plotting

@Suite struct ScaleTests {
  @Test func `ticks are round and inside the range`() {
    #expect(Tick.round(in: 0...1, about: 5).map(\.label) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(
      Tick.round(in: -80...0, about: 4).map(\.label) == ["\u{2212}80", "\u{2212}60", "\u{2212}40", "\u{2212}20", "0"])
    #expect(Tick.round(in: 0.31...0.34, about: 3).map(\.label) == ["0.31", "0.32", "0.33", "0.34"])
    #expect(Tick.round(in: 0...7442, about: 4).map(\.value) == [0, 2000, 4000, 6000])
    #expect(Tick.round(in: 5...5, about: 4).map(\.value) == [5])
  }

  @Test func `tick counts stay near what was asked for over 18 magnitudes`() {
    for power in -9...9 {
      let width = (0..<abs(power)).reduce(3.7) { width, _ in power < 0 ? width / 10 : width * 10 }
      #expect((3...10).contains(Tick.round(in: 0...width, about: 5).count), "\(width)")
    }
  }

  @Test func `a widened range begins and ends on ticks`() {
    #expect(Tick.widened(0.13...0.87, about: 4) == 0...1)
    #expect(Tick.widened(3...3, about: 4) == 3...4)
  }

  @Test func `frequencies are known ones and thousands are short`() {
    #expect(Tick.frequencies(in: 50...8000).map(\.label) == ["50", "100", "200", "500", "1k", "2k", "5k"])
    #expect(Tick.frequency(2500) == "2.5k" && Tick.frequency(800) == "800")
  }

  @Test func `scales map ends to ends and keep values inside`() {
    let linear = AxisScale(0...10, from: 100, to: 0)
    #expect(linear(0) == 100 && linear(10) == 0 && linear(2.5) == 75 && linear(99) == 0)
    let ratios = AxisScale(10...1000, from: 0, to: 200, .logarithmic)
    #expect(abs(ratios(100) - 100) < 1e-9)
    #expect(AxisScale(4...4, from: 0, to: 10)(4) == 5)
    #expect(linear(.nan).isNaN)
  }

  @Test func `an envelope keeps every peak`() {
    var samples = [Float](repeating: 0, count: 10_000)
    samples[4321] = 0.9
    samples[8765] = -0.8
    let (upper, lower) = Envelope.of(samples, columns: 300)
    #expect(upper.count == 300 && upper.max() == 0.9 && lower.min() == -0.8)
    #expect(Envelope.of([1, 2], columns: 300).upper == [1, 2])
  }
}
