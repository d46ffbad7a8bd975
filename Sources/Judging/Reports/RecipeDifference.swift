import Settings

/// The settings that are not the same in all of some recipes.
struct RecipeDifference {
  struct Row: Equatable {
    /// The setting's keys, joined by dots.
    let path: String
    /// Each recipe's value as JSON; nil where it says nothing.
    let values: [String?]
  }

  let rows: [Row]

  /// Compares JSON5 texts; nil when one of them cannot be read.
  init?(_ recipes: [String]) {
    var leaves: [[String: String]] = []
    for recipe in recipes {
      guard let tree = try? JSON(parsing: Array(recipe.utf8)) else { return nil }
      leaves.append(RecipeDifference.leaves(of: tree, path: ""))
    }
    let paths = Set(leaves.flatMap(\.keys)).sorted()
    rows = paths.compactMap { path in
      let values = leaves.map { $0[path] }
      return Set(values).count > 1 ? Row(path: path, values: values) : nil
    }
  }

  /// Values by path; lists are values as a whole, because their order is part of what they say.
  private static func leaves(of tree: JSON, path: String) -> [String: String] {
    guard case .object(let members) = tree, !members.isEmpty else { return [path: tree.canonical] }
    return members.reduce(into: [:]) { leaves, member in
      let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
      leaves.merge(RecipeDifference.leaves(of: member.value, path: inner)) { first, _ in first }
    }
  }
}
