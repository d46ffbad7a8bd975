import Settings

extension JSON {
  /// The same tree with another value at a dotted path such as `train.model.mlp.hidden`; list elements are named by
  /// their numbers from 0. The path must lead somewhere: a search sets what there is, and adds nothing.
  func replacing(_ path: String, with value: JSON) throws -> JSON {
    try replacing(path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)[...], with: value, path)
  }

  private func replacing(_ keys: ArraySlice<String>, with value: JSON, _ path: String) throws -> JSON {
    guard let key = keys.first else { return value }
    switch self {
    case .object(var members):
      guard let member = members[key] else {
        throw SettingsError(
          path: [path], problem: "there is no '\(key)'" + Suggestion.text(for: key, among: members.keys))
      }
      members[key] = try member.replacing(keys.dropFirst(), with: value, path)
      return .object(members)
    case .array(var values):
      guard let place = Int(key), values.indices.contains(place) else {
        throw SettingsError(path: [path], problem: "'\(key)' is none of the \(values.count) elements, counted from 0")
      }
      values[place] = try values[place].replacing(keys.dropFirst(), with: value, path)
      return .array(values)
    default:
      throw SettingsError(path: [path], problem: "there is nothing below the value \(canonical), so no '\(key)'")
    }
  }
}
