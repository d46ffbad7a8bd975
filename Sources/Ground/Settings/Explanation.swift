extension Manual {
  /// What a path into settings means, as text for a terminal: `train.optimizer`, `features.stack.mfcc`, `clean.rate`.
  ///
  /// Names that an author chooses and places in lists may be given or left out: `splits.honest.by` and `splits.by` are the
  /// same. Without a path the outermost keys are listed.
  public func explanation(of path: String) throws -> String {
    let words = path.split(separator: ".").map { String($0.prefix { $0 != "[" }) }.filter { !$0.isEmpty }
    guard !words.isEmpty else { return try list(below: .object(root), path: "") }
    return try find(words).map { try explanation(of: $0, path: path) }.joined(separator: "\n")
  }

  /// Everything that a path may mean: where a section has two shapes, both may have the key.
  private func find(_ words: [String]) throws -> [Place] {
    var forms = [Form.object(root)]
    var found: [Place] = []
    for (depth, word) in words.enumerated() {
      let places = try forms.flatMap { try $0.places() }
      found = places.filter { $0.name == word }
      if found.isEmpty {
        // A name of the author's own is passed over, unless it is a slip.
        let isSlip = Suggestion.text(for: word, among: places.map(\.name)).contains("mean")
        guard !isSlip, forms.contains(where: \.takesNames) else {
          throw SettingsError(
            path: words[...depth].map(\.self),
            problem: "unknown key" + (try advice(for: word, among: places.map(\.name))))
        }
        continue
      }
      forms = found.map(\.form)
    }
    return found
  }

  /// Where else such a name stands, or what is near it here.
  private func advice(for word: String, among names: [String]) throws -> String {
    let elsewhere = try paths().filter { $0.hasSuffix(".\(word)") }
    guard elsewhere.isEmpty else { return "; there is \(Suggestion.either(Array(elsewhere.prefix(5))))" }
    return Suggestion.text(for: word, among: names)
  }

  /// Every path to a key or kind; what holds itself, as a chain of transforms does, is entered once.
  public func paths() throws -> [String] {
    var paths: [String] = []
    var within: [String] = []
    func walk(_ form: Form, _ path: String) throws {
      for place in try form.places() {
        let next = path.isEmpty ? place.name : "\(path).\(place.name)"
        if !paths.contains(next) { paths.append(next) }
        guard within.filter({ $0 == place.name }).isEmpty else { continue }
        within.append(place.name)
        try walk(place.form, next)
        within.removeLast()
      }
    }
    try walk(.object(root), "")
    return paths
  }

  private func explanation(of place: Place, path: String) throws -> String {
    var text = folded(place.meaning, after: "\(path): ", indent: 2)
    switch place {
    case .key(let entry):
      let isName = entry.form.isKinds ? ": its name, or an object with the name as its one key" : ""
      text += folded(entry.value + isName, after: "  value    ", indent: 11)
      if let standard = entry.standard { text += folded(standard, after: "  default  ", indent: 11) }
      if let example = entry.sample { text += folded(example, after: "  example  ", indent: 11) }
      let words = entry.form.vocabulary.filter { entry.key.words.isEmpty || entry.key.words.contains($0.word) }
      if !words.isEmpty { text += "\n" + columns(words.map { ($0.word, [$0.meaning]) }) }
    case .kind(let type, let kind):
      let isChosenAlone = type.about.keys.isEmpty && type.form.isObject
      text +=
        "  one \(kind); "
        + (isChosenAlone ? "there is nothing to set\n" : "\"\(type.name)\" alone takes all defaults\n")
    }
    let below = try list(below: place.form, path: path)
    return below.isEmpty ? text : text + "\n" + below
  }

  /// The keys and kinds right below, with their meanings.
  private func list(below form: Form, path: String) throws -> String {
    let places = try form.places()
    guard !places.isEmpty else { return "" }
    var rows: [(String, [String])] = []
    for place in places where !rows.contains(where: { $0.0 == place.name && $0.1[0] == place.meaning }) {
      switch place {
      case .key(let entry):
        rows.append((place.name, [place.meaning, entry.value + (entry.standard.map { "; default \($0)" } ?? "")]))
      case .kind(let type, _):
        let settings = try JSON(encoding: type.init())
        rows.append((place.name, [place.meaning] + (settings == .object([:]) ? [] : [settings.brief])))
      }
    }
    let inner = try places.first { try !$0.form.places().isEmpty } ?? places[0]
    return columns(rows) + "\nMore of one: --explain \(path.isEmpty ? "" : path + ".")\(inner.name)\n"
  }

  /// Names on the left, their texts beside them, a line or more each.
  private func columns(_ rows: [(String, [String])]) -> String {
    let width = (rows.map(\.0.count).max() ?? 0) + 4
    return rows.map { name, texts in
      texts.enumerated().map { index, text in
        let start = index == 0 ? "  " + name : ""
        return folded(text, after: start + String(repeating: " ", count: width - start.count), indent: width)
      }.joined()
    }.joined()
  }

  /// Text on lines of at most 100 characters.
  private func folded(_ text: String, after start: String, indent: Int) -> String {
    var lines = [start]
    for (index, word) in text.split(separator: " ").enumerated() {
      if index > 0, lines[lines.count - 1].count + word.count + 1 > 100 {
        lines.append(String(repeating: " ", count: indent) + word)
      } else {
        lines[lines.count - 1] += (index == 0 ? "" : " ") + word
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Entry {
  /// Members that show the key as a recipe would have it: the example, or the default.
  public var sample: String? {
    if !key.example.isEmpty { return key.example }
    guard standard != nil, let initial else { return nil }
    let isName = form.isKinds && standard.map { !$0.isEmpty } == true
    return "\(key.name): " + (isName ? "\"\(standard!)\"" : (initial.isNumber ? initial.spelt : initial.brief))
  }
}
