import Corpora
import Foundation
import Settings
import Splits
import TestSupport
import Testing

@testable import Recipes

/// What documents and comments show as recipes can be read as such.
@Suite struct DocumentTests {
  private static let root = URL(filePath: Checkout.root)

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }

  @Test(arguments: ["pipelines/README.md", "README.md"])
  func `recipes in fences are whole recipes`(path: String) throws {
    for block in try text(path).matches(of: /```json5\n((?s:.*?))```/).map({ String($0.1) }) {
      let refusal = Result { try Recipe(parsing: block.utf8) }
      #expect(throws: Never.self, "\(path): \(block)") { try refusal.get() }
    }
  }

  @Test(arguments: ["pipelines/README.md", "README.md", "data/README.md", "ARCHITECTURE.md"])
  func `sections within a line are sections`(path: String) throws {
    for match in try text(path).matches(of: /`((?:ingest|clean|augment|features|splits|train|evaluate): [^`]+)`/) {
      let section = String(match.1)
      var recipe = "{ corpora: ['crema-d'], \(section)"
      if !section.hasPrefix("splits") { recipe += ", splits: { honest: { by: 'speaker' } }" }
      recipe += " }"
      #expect(throws: Never.self, "\(path): \(section)") { try Recipe(parsing: recipe.utf8) }
    }
  }

  @Test func `the document of recipes shows some`() throws {
    let document = try text("pipelines/README.md")
    #expect(document.matches(of: /```json5/).count >= 2)
    #expect(document.contains("`ingest: { labels: { source: \"labels.csv\" } }`"))
  }

  @Test func `the splits and labels that comments show can be asked for`() throws {
    func lines(_ path: String, _ start: String) throws -> [String] {
      try text(path).split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        .filter { $0.wholeMatch(of: try! Regex("/// " + start)) != nil }
        .map { String($0.dropFirst(4)) }
    }
    let splits = try lines("Sources/Data/Splits/SplitSettings.swift", #"[a-z]+: +\{.*"#)
    #expect(splits.count >= 7)
    for line in splits {
      #expect(throws: Never.self, "\(line)") {
        try Recipe(parsing: "{ corpora: ['ravdess', 'crema-d', 'savee'], splits: {\n\(line)\n} }".utf8)
      }
    }
    let labels = try lines("Sources/Data/Corpora/Labels/LabelSettings.swift", #"labels: \{.*"#)
    #expect(labels.count >= 4)
    for line in labels {
      #expect(throws: Never.self, "\(line)") {
        try Recipe(parsing: "{ corpora: ['ravdess'], splits: { a: {} }, ingest: {\n\(line)\n} }".utf8)
      }
    }
  }
}
