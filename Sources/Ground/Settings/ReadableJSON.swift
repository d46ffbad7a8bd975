extension JSON {
  /// The tree for people: over several lines where one would be long, keys sorted and without quotes, as in a recipe.
  public var readable: String { text(after: "", key: JSON.plainKey) }

  /// The same with quotes around keys, for programs that know no JSON5.
  public var indented: String { text(after: "") { JSON.string($0).canonical } }

  private func text(after space: String, key: (String) -> String) -> String {
    let inner = space + "  "
    switch self {
    case .object(let members) where !members.isEmpty:
      let sorted = members.sorted { $0.key < $1.key }.map { (key($0.key), $0.value) }
      let line = "{ " + sorted.map { "\($0): \($1.text(after: "", key: key))" }.joined(separator: ", ") + " }"
      if line.count < 90, !line.contains("\n") { return line }
      let lines = sorted.map { "\(inner)\($0): \($1.text(after: inner, key: key))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(space)}"
    case .array(let values) where values.contains(where: \.isObject):
      return "[\n" + values.map { inner + $0.text(after: inner, key: key) }.joined(separator: ",\n") + "\n\(space)]"
    case .array(let values): return "[" + values.map { $0.text(after: "", key: key) }.joined(separator: ", ") + "]"
    default: return canonical
    }
  }

  private var isObject: Bool { if case .object = self { true } else { false } }

  /// A key as JSON5 takes it: quoted unless it is a plain name.
  private static func plainKey(_ name: String) -> String {
    let isName = name.first?.isLetter == true && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return isName ? name : JSON.string(name).canonical
  }
}
