import Settings
import System

/// The recipes of a folder for people: what each is, and whether it can run.
public struct RecipeList {
  private let folder: String
  private let data: String

  /// - Parameters:
  ///   - folder: where the recipes lie: `pipelines`.
  ///   - data: where the corpora lie.
  public init(folder: String, data: String) { (self.folder, self.data) = (folder, data) }

  /// One line a recipe; those whose names no recipe can have come last.
  /// - Parameter names: the recipes that Make takes for its goals.
  public func lines(of names: [String]) -> [String] {
    let suffix = ".json5"
    let files = listing(of: folder).filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.sorted()
    let refused = files.filter { !names.contains($0) }
    return names.map(line)
      + refused.map { name in
        Self.line("'\(name)'", "refused", "its name cannot be a recipe's; see pipelines/README.md")
      }
  }

  private func line(of name: String) -> String {
    guard let text = try? contents(of: "\(folder)/\(name).json5") else { return Self.line(name, "unreadable", "") }
    let title = RecipeText(withoutComments: String(decoding: text, as: UTF8.self)).title
    guard case .object(let members)? = try? JSON(parsing: text) else { return Self.line(name, "broken", title) }
    return Self.line(name, state(of: members), title)
  }

  /// `ready`, or what is not there. A recipe is not read further than that, so that a broken one is listed with the others.
  private func state(of members: [String: JSON]) -> String {
    guard members["synthetic"] == nil, case .array(let corpora)? = members["corpora"] else { return "ready" }
    let there = Set(listing(of: data))
    let missing = corpora.compactMap { corpus -> String? in
      guard case .string(let name) = corpus, !there.contains(name) else { return nil }
      return name
    }
    return missing.last.map { "lacks \($0)" } ?? "ready"
  }

  private static func line(_ name: String, _ state: String, _ title: String) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    return "\(padded(name.printable, 24)) \(padded(state.printable, 14)) \(title.printable)"
  }
}
