import Foundation
import FoundationXML
import Testing

@testable import Plotting

@Suite struct PictureTests {
  @Test func `every picture is well-formed XML without NaN or infinity`() throws {
    let gallery = Gallery.all()
    for (name, picture) in gallery {
      #expect(XMLParser(data: Data(picture.svg.utf8)).parse(), "\(name)")
      #expect(XMLParser(data: Data(picture.inline.text.utf8)).parse(), "\(name)")
      let drawn = picture.svg.replacing(/base64,[^"]*/, with: "").lowercased()
      #expect(!drawn.contains("nan") && !drawn.contains("inf\""), "\(name)")
    }
    // LILT_GALLERY=folder swift test --filter PictureTests   writes the pictures there, to be looked at.
    guard let folder = ProcessInfo.processInfo.environment["LILT_GALLERY"] else { return }
    for (name, picture) in gallery {
      try picture.svg.write(toFile: "\(folder)/\(name).svg", atomically: true, encoding: .utf8)
    }
  }

  @Test func `the same data gives the same bytes`() {
    #expect(Gallery.confusion.ofRates().svg == Gallery.confusion.ofRates().svg)
    #expect(Gallery.timeline.picture().svg == Gallery.timeline.picture().svg)
  }

  @Test func `degenerate data is drawn without NaN`() {
    let nan = Double.nan
    var silent = SoundPortrait(title: "silent", samples: [Float](repeating: 0, count: 900), rate: 16000)
    silent.spectrum = [Float](repeating: 0, count: 100)
    silent.mfcc = Grid(values: [.nan, .infinity], rows: 1, hop: 0.01, rowMeaning: .coefficients, valueMeaning: .signed)
    silent.spectrogram = Grid(
      values: [.nan], rows: 1, hop: 0.01, rowMeaning: .frequencies(to: 8000), valueMeaning: .decibels())
    let pictures: [Picture] = [
      silent.picture(),
      SoundPortrait(title: "empty", samples: [], rate: 16000).picture(),
      SoundPortrait(title: "broken", samples: [.nan, 1, -.infinity], rate: 16000).picture(),
      BarChart(title: "none", unit: "clips", bars: []).picture(),
      BarChart(title: "zero", unit: "clips", bars: [.init(name: "a", value: 0, label: "0")]).picture(),
      BarChart(title: "broken", unit: "clips", bars: [.init(name: "a", value: nan, label: "–")]).picture(),
      LearningCurve(title: "none", panels: []).picture(),
      LearningCurve(title: "diverged", panels: [.init(name: "loss", training: [1, nan, .infinity])], kept: 9).picture(),
      LearningCurve(title: "flat", panels: [.init(name: "loss", training: [0, 0])], kept: 1).picture(),
      ConfusionPicture(title: "none", labels: [], counts: []).ofRates(),
      ConfusionPicture(title: "empty class", labels: ["a", "b"], counts: [[0, 0], [1, 2]]).ofRates(),
      ReliabilityDiagram(title: "none", bins: []).picture(),
      ScoreChart(title: "none", measure: "UAR", rows: []).picture(),
      ScoreChart(title: "broken", measure: "UAR", rows: [.init(name: "a", value: nan)]).picture(),
      EmotionTimeline(title: "none", labels: [], windows: []).picture(),
      EmotionTimeline(
        title: "one", labels: ["a"], windows: [.init(start: 0, end: 0, probabilities: [nan])]
      ).picture(),
    ]
    for picture in pictures {
      #expect(XMLParser(data: Data(picture.svg.utf8)).parse(), "\(picture.title)")
      #expect(!picture.svg.replacing(/base64,[^"]*/, with: "").lowercased().contains("nan"), "\(picture.title)")
    }
  }

  @Test func `many classes and long names stay inside the picture`() {
    let labels = (0..<30).map { "female_surprised_number_\($0)" }
    let picture = ConfusionPicture(
      title: "Confusion", labels: labels, counts: labels.indices.map { row in labels.indices.map { $0 * row } }
    ).ofCounts()
    #expect(picture.width == 360)
    #expect(picture.height < 900)
  }
}
