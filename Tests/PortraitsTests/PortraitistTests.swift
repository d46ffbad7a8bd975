import Foundation
import Plotting
import Portraits
import Testing

@Suite struct PortraitistTests {
  private let rate = 16000.0

  /// Half a second of a 1,000 Hz sine.
  private var sine: [Float] { (0..<8000).map { Float(0.5 * sin(2 * .pi * 1000 * Double($0) / rate)) } }

  @Test func `a sine has its peak at its frequency, in spectrum and spectrogram`() throws {
    let portrait = try Portraitist(rate: rate).portrait(of: sine, title: "sine")
    let peak = try #require(portrait.spectrum.indices.max { portrait.spectrum[$0] < portrait.spectrum[$1] })
    let bin = rate / 2 / Double(portrait.spectrum.count - 1)
    #expect(abs(Double(peak) * bin - 1000) <= bin)
    let grid = try #require(portrait.spectrogram)
    let column = grid.columns / 2
    let loudest = try #require(
      (0..<grid.rows).max { grid.values[$0 * grid.columns + column] < grid.values[$1 * grid.columns + column] })
    // 1,000 Hz of 8,000 Hz.
    #expect(abs(loudest - (grid.rows - 1) / 8) <= 1)
  }

  @Test func `a portrait has all five panels and can be drawn`() throws {
    let portrait = try Portraitist(rate: rate).portrait(of: sine, title: "a < b & c")
    #expect(portrait.filterBank != nil && portrait.mfcc != nil)
    let svg = portrait.picture().svg
    #expect(svg.contains("a &lt; b &amp; c"))
    #expect(!svg.contains("nan"))
  }

  @Test func `nothing to draw is no error`() throws {
    let portrait = try Portraitist(rate: rate).portrait(of: [], title: "empty")
    #expect(portrait.spectrum.isEmpty && portrait.spectrogram == nil)
  }
}
