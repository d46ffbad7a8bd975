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
}
