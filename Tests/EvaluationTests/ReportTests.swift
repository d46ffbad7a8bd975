import Foundation
import FoundationXML
import Testing

@testable import Evaluation

@Suite struct ReportTests {
  private static let html = Sample.report().html

  @Test func `the report is well-formed, small, and asks nothing of the network`() {
    #expect(XMLParser(data: Data(Self.html.utf8)).parse())
    #expect(Self.html.utf8.count < 2_000_000)
    let text = Self.html.replacing(/base64,[^"]*/, with: "")
    #expect(!text.contains("<script") && !text.contains("NaN") && !text.contains("nan "))
    for address in text.matches(of: /https?:[^"' ]*/).map({ String($0.0) }) {
      #expect(address.hasPrefix("http://www.w3.org/"), "\(address)")
    }
    // LILT_GALLERY=folder swift test --filter ReportTests   writes the page there, to be looked at.
    guard let folder = ProcessInfo.processInfo.environment["LILT_GALLERY"] else { return }
    try? Self.html.write(toFile: "\(folder)/report.html", atomically: true, encoding: .utf8)
  }
}
