import Settings
import System

/// A command's face: its name, what it does, and the options that it takes into a value of type `Options`.
///
/// ```swift
/// let command = Command(
///   "lilt-inspect", "Shows what a Lilt file holds.", arguments: "FILE.h5",
///   [.flag("--verify", \.verify, "read every chunk and check it")])
/// let (options, files) = try command.parse(CommandLine.arguments.dropFirst())
/// ```
public struct Command<Options> {
  /// The program's name, first word of every message.
  public let name: String
  /// One sentence on what it does.
  public let summary: String
  /// The positional arguments as help shows them: `FILE.h5`.
  public let arguments: String
  let options: [Option<Options>]
  let notes: String

  /// Describes a command.
  /// - Parameters:
  ///   - arguments: the positional arguments as help shows them, for example `FILE.h5`.
  ///   - notes: closing paragraphs of the help: examples, the meaning of the output.
  public init(
    _ name: String, _ summary: String, arguments: String, _ options: [Option<Options>], notes: String = ""
  ) {
    self.name = name
    self.summary = summary
    self.arguments = arguments
    self.options = options
    self.notes = notes
  }

  /// Takes the options out of the words and returns what is left.
  public func parse(_ words: some Collection<String>, into defaults: Options) throws -> (Options, rest: [String]) {
    var result = defaults
    var rest: [String] = []
    var words = Array(words)[...]
    while let word = words.popFirst() {
      if word == "--" {
        rest += words
        break
      }
      guard word.hasPrefix("-"), word != "-" else {
        rest.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = word.hasPrefix("--") ? String(parts[0]) : word
      guard let option = options.first(where: { $0.names.contains(name) }) else {
        let known = options.flatMap(\.names) + ["--help", "--version"]
        throw UsageError("unknown option '\(name)'\(Suggestion.text(for: name, among: known))")
      }
      let attached = word.hasPrefix("--") && parts.count == 2 ? String(parts[1]) : nil
      guard option.placeholder != nil else {
        if attached != nil { throw UsageError("option '\(name)' takes no value") }
        try option.apply(&result, "")
        continue
      }
      guard let value = attached ?? words.popFirst() else {
        throw UsageError("option '\(name)' needs a value: \(name) \(option.placeholder!)")
      }
      try option.apply(&result, value)
    }
    return (result, rest)
  }
}

/// One option of a command: its names, its value's placeholder and where the value goes.
public struct Option<Options> {
  /// What it is called: `--output`, or `-o` and `--output`.
  public let names: [String]
  let placeholder: String?
  let isRequired: Bool
  let help: String
  let apply: (inout Options, String) throws -> Void

  /// An option without a value, which sets a Boolean.
  public static func flag(_ names: String..., into key: WritableKeyPath<Options, Bool>, _ help: String) -> Option {
    Option(names: names, placeholder: nil, isRequired: false, help: help) { options, _ in options[keyPath: key] = true }
  }

  /// An option with a text.
  public static func text(
    _ names: String..., placeholder: String, into key: WritableKeyPath<Options, String?>, required: Bool = false,
    _ help: String
  ) -> Option {
    Option(names: names, placeholder: placeholder, isRequired: required, help: help) { options, value in
      if value.isEmpty { throw UsageError("option '\(names[0])' needs a value: \(names[0]) \(placeholder)") }
      options[keyPath: key] = value
    }
  }

  /// An option with a text that has to be given.
  public static func text(
    _ names: String..., placeholder: String, into key: WritableKeyPath<Options, String>, required: Bool = false,
    _ help: String
  ) -> Option {
    Option(names: names, placeholder: placeholder, isRequired: required, help: help) { options, value in
      if value.isEmpty { throw UsageError("option '\(names[0])' needs a value: \(names[0]) \(placeholder)") }
      options[keyPath: key] = value
    }
  }

  /// An option with a whole number within a range.
  public static func number(
    _ names: String..., placeholder: String, into key: WritableKeyPath<Options, Int>, in range: ClosedRange<Int>,
    _ help: String
  ) -> Option {
    Option(names: names, placeholder: placeholder, isRequired: false, help: help) { options, value in
      guard let number = Int(value), range.contains(number) else {
        let bound = range.upperBound == .max ? "\(range.lowerBound) up" : "\(range.lowerBound) to \(range.upperBound)"
        throw UsageError("option '\(names[0])' needs a whole number from \(bound), found '\(value)'")
      }
      options[keyPath: key] = number
    }
  }

  /// An option that may be given several times and collects its texts.
  public static func list(
    _ names: String..., placeholder: String, into key: WritableKeyPath<Options, [String]>, _ help: String
  ) -> Option {
    Option(names: names, placeholder: placeholder, isRequired: false, help: help) { $0[keyPath: key].append($1) }
  }

  /// Help's own two lines, which nothing is parsed into.
  static func flag(_ name: String, help: String) -> Option {
    Option(names: [name], placeholder: nil, isRequired: false, help: help) { _, _ in }
  }
}
