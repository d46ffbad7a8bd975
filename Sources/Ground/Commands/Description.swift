import Settings

/// What is known of a command from outside: what `--describe` prints as JSON, and what the umbrella's list, the manual pages
/// and the shells' completions are made from.
public struct Description: Settings {
  /// The program's name: `lilt-clean`.
  public var name = ""
  /// One sentence on what it does.
  public var summary = ""
  /// The positional arguments as help shows them.
  public var arguments = ""
  /// Its options, help and version included.
  public var options: [Switch] = []
  /// Closing paragraphs of its help.
  public var notes = ""

  /// One option.
  public struct Switch: Settings {
    /// What it is called, the short name first.
    public var names: [String] = []
    /// The word for its value; nil where it takes none.
    public var placeholder: String?
    /// Whether it has to be given.
    public var isRequired = false
    /// What it does.
    public var help = ""

    /// `-o FILE.svg`, or `--json`.
    var usage: String { names[0] + (placeholder.map { " " + $0 } ?? "") }

    /// No option.
    public init() {}
  }

  /// The words of the command line behind its name, those that may be left out in brackets.
  var usage: [String] {
    let own = options.dropLast(2).map { $0.isRequired ? $0.usage : "[\($0.usage)]" }
    return own + (arguments.isEmpty ? [] : [arguments])
  }

  /// A command of which nothing is known.
  public init() {}
}

extension Command {
  /// The command as others see it.
  public var description: Description {
    var description = Description()
    (description.name, description.summary) = (name, summary)
    (description.arguments, description.notes) = (arguments, notes)
    let builtIn: [Option<Options>] = [
      .flag("--help", help: "show this text and leave"), .flag("--version", help: "show the version and leave"),
    ]
    description.options = (options + builtIn).map { option in
      var one = Description.Switch()
      (one.names, one.placeholder) = (option.names, option.placeholder)
      (one.isRequired, one.help) = (option.isRequired, option.help)
      return one
    }
    return description
  }
}

extension Description {
  /// The text of `--help`.
  public var help: String {
    let labels = options.map { ($0.names + ($0.placeholder.map { [$0] } ?? [])).joined(separator: " ") }
    let width = labels.map(\.count).max()! + 2
    var text = "\(summary)\n\n\(folded("Usage: \(name)", usage))\n\n"
    for (option, label) in zip(options, labels) {
      text += "  " + label + String(repeating: " ", count: width - label.count) + option.help + "\n"
    }
    return (notes.isEmpty ? text : text + "\n" + notes + "\n") + "\n\(Description.statuses)\n"
  }

  /// What every program's exit status means.
  static let statuses =
    "Status: 0 done, 64 wrong usage, 65 data that cannot be used, 71 too little memory, 1 anything else."
}

/// Words after a beginning, on lines of at most 100 characters that start where the first word does.
private func folded(_ beginning: String, _ words: [String]) -> String {
  var text = beginning
  var column = beginning.count
  for word in words where !word.isEmpty {
    let breaks = column + 1 + word.count > 100
    text += breaks ? "\n" + String(repeating: " ", count: beginning.count + 1) + word : " " + word
    column = (breaks ? beginning.count : column) + 1 + word.count
  }
  return text
}
