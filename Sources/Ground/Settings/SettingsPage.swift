extension Manual {
  /// All that may be said, as a page of Markdown: a table of the outermost keys, then a section for each that holds others.
  /// - Parameter introduction: what stands above it.
  public func page(introduction: String) throws -> String {
    var page = SettingsPage()
    page.text = introduction
    try page.write(root)
    return page.text
  }
}

/// A page while it is written.
private struct SettingsPage {
  var text = ""
  /// What is told in a section of its own after the one at hand, by heading.
  private var waiting: [(heading: String, subject: Form)] = []
  private var headings: Set<String> = []
  /// Enumerations whose words have been told.
  private var told: Set<String> = []

  mutating func write(_ root: any Settings.Type) throws {
    let entries = try Entry.entries(of: root)
    text += "\n## The sections\n\n"
    text += table(["key", "value", "default", "meaning"])
    for entry in entries {
      let name = try entry.form.places().isEmpty ? "`\(entry.key.name)`" : "[`\(entry.key.name)`](#\(entry.key.name))"
      text += row([name, entry.value, code(entry.standard), meaning(of: entry)])
    }
    for entry in entries where try !entry.form.places().isEmpty {
      text += "\n## \(entry.key.name)\n\n"
      try write(section: entry.form, meaning: entry.key.meaning)
      while !waiting.isEmpty {
        let (heading, subject) = waiting.removeFirst()
        text += "\n### \(heading)\n\n"
        try write(subject)
      }
    }
  }

  /// A section of the recipe: its own keys in one table, those of what it holds behind it.
  private mutating func write(section form: Form, meaning: String) throws {
    switch form {
    case .either(let forms):
      if forms.allSatisfy(\.isTitled) { text += meaning + "\n" }
      for form in forms {
        if form.isTitled || form.isListOfKinds { _ = link(form) } else { try write(form) }
      }
      if forms.allSatisfy(\.isTitled) { text += "\nIt is \(Suggestion.either(forms.map { link($0) })).\n" }
    case .table(let element): try write(element.form)
    default: try write(form)
    }
  }

  private mutating func write(_ form: Form) throws {
    switch form {
    case .object(let type):
      text += "\(type.about.meaning)\n"
      try write(Entry.entries(of: type))
    case .kinds(let choice):
      text += "The name of \(form.text), or an object with the name as its one key.\n"
      let options = try Entry.options(of: choice)
      if !options.isEmpty {
        text += "Beside it may stand:\n"
        try write(options)
      }
      for type in choice.alternatives {
        text += "\n#### `\(type.name)`\n\n\(type.about.meaning)\n"
        guard case .object = type.form else {
          text += "Its value is \(type.form.text).\n"
          continue
        }
        let entries = try Entry.entries(of: type)
        if entries.isEmpty { text += "There is nothing to set.\n" } else { try write(entries) }
      }
    default: break
    }
  }

  private mutating func write(_ entries: [Entry]) throws {
    guard !entries.isEmpty else { return }
    text += "\n" + table(["key", "value", "default", "meaning"])
    try write(entries, after: "")
  }

  /// Rows of a table; what an object holds follows it there, under longer names.
  private mutating func write(_ entries: [Entry], after prefix: String) throws {
    for entry in entries {
      let name = prefix + entry.key.name
      text += row(["`\(name)`", value(of: entry), code(entry.standard), meaning(of: entry)])
      if let type = entry.form.inner, type.about.title.isEmpty {
        try write(Entry.entries(of: type), after: name + ".")
      }
    }
  }

  /// What may stand there, with links to what has a section of its own.
  private mutating func value(of entry: Entry) -> String {
    var text = entry.value
    for form in entry.form.parts where form.isTitled || form.isKinds {
      let plain = form.text
      let link = link(form)
      let target = link.drop { $0 != "(" }
      // A list names many of what one is called.
      for spelling in [plain, form.plural ?? plain] where text.contains(spelling) {
        text = text.replacing(spelling, with: "[\(spelling)]\(target)", maxReplacements: 1)
        break
      }
    }
    return text
  }

  /// A link to what is told in a section of its own, which is written once.
  private mutating func link(_ form: Form) -> String {
    let subject = form.parts.first { $0.isTitled || $0.isKinds } ?? form
    let heading = if case .kinds(let choice) = subject { "Every \(choice.kind)" } else { subject.text.capitalizedFirst }
    if headings.insert(heading).inserted { waiting.append((heading, subject)) }
    return "[\(subject.text)](#\(heading.lowercased().replacing(" ", with: "-")))"
  }

  private mutating func meaning(of entry: Entry) -> String {
    var text = entry.key.meaning
    let words = entry.form.vocabulary
    if entry.key.words.isEmpty, !words.isEmpty, told.insert(words.map(\.word).joined()).inserted {
      text += words.map { "<br>`\($0.word)`: \($0.meaning)" }.joined()
    }
    if !entry.key.example.isEmpty { text += "<br>Example: `\(entry.key.example)`" }
    return text
  }

  private func code(_ text: String?) -> String { text.map { "`\($0)`" } ?? "" }

  private func table(_ heads: [String]) -> String {
    row(heads) + "|" + String(repeating: " --- |", count: heads.count) + "\n"
  }

  private func row(_ cells: [String]) -> String {
    "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
  }
}

extension Form {
  /// Whether it is an object that several others hold, which is told once.
  fileprivate var isTitled: Bool {
    if case .object(let type) = self { !type.about.title.isEmpty } else { false }
  }

  fileprivate var isListOfKinds: Bool {
    if case .list(let element) = self { element.form.isKinds } else { false }
  }

  /// Itself, or what its list, table or alternatives are made of.
  fileprivate var parts: [Form] {
    switch self {
    case .list(let element), .table(let element): element.form.parts
    case .either(let forms): forms.flatMap(\.parts)
    default: [self]
    }
  }

  /// The type of the objects that stand there alone or in a list.
  fileprivate var inner: (any Settings.Type)? {
    switch self {
    case .object(let type): type
    case .list(let element): element.form.inner
    default: nil
    }
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
