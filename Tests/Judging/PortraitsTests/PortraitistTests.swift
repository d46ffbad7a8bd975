import Glibc
import Plotting
import Testing

@testable import Portraits

@Suite struct PortraitistTests {
  /// Half a second of a tone.
  private func tone(_ frequency: Double, rate: Double) -> [Float] {
    (0..<Int(rate / 2)).map { Float(0.5 * sin(2 * .pi * frequency * Double($0) / rate)) }
  }

  /// The row of a grid with the largest sum.
  private func loudest(_ grid: Grid) -> Int? {
    let sums = (0..<grid.rows).map { row in
      grid.values[row * grid.columns..<(row + 1) * grid.columns].reduce(0, +)
    }
    return sums.indices.max { sums[$0] < sums[$1] }
  }

  @Test(arguments: [8000.0, 16000, 22050, 48000])
  func `a tone stands at its frequency in every panel`(rate: Double)
    throws
  {
    let portrait = try Portraitist(rate: rate).portrait(of: tone(1000, rate: rate), title: "1 kHz")
    let peak = try #require(portrait.spectrum.indices.max { portrait.spectrum[$0] < portrait.spectrum[$1] })
    #expect(abs(Double(peak) / Double(portrait.spectrum.count - 1) * rate / 2 - 1000) < 5)
    let spectrogram = try #require(portrait.spectrogram), bank = try #require(portrait.filterBank)
    let bin = rate / 2 / Double(spectrogram.rows - 1)
    #expect(abs(Double(try #require(loudest(spectrogram))) * bin - 1000) <= bin)
    guard case .bands(let centres) = bank.rowMeaning else { throw Missing() }
    #expect(abs(centres[try #require(loudest(bank))] - 1000) < 80)
    #expect(try #require(portrait.mfcc).rows == 20)
    #expect(spectrogram.hop < 0.014, "frames must be close enough to show syllables")
  }

  @Test func `a clip without a sample has a title and nothing else`() throws {
    let portrait = try Portraitist(rate: 16000).portrait(of: [], title: "empty")
    #expect(portrait.spectrum.isEmpty && portrait.spectrogram == nil)
    #expect(portrait.picture().svg.contains("empty"))
  }

  private struct Missing: Error {}
}
