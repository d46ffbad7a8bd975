/// How a value is written in a recipe: what may stand behind a key's colon.
public indirect enum Form: Sendable {
  /// Nothing, spelt out.
  case null
  /// `true` or `false`.
  case truth
  /// A whole number.
  case whole
  /// A number.
  case number
  /// A text, and what it is.
  case text(String)
  /// One of a few words, each with its meaning.
  case words([(word: String, meaning: String)])
  /// An object with the keys of a type.
  case object(any Settings.Type)
  /// The name of one of several types, or an object with that one key; further keys may stand beside it.
  case kinds(any NamedChoice.Type)
  /// Values one after another.
  case list(any Described.Type)
  /// Values by names that the recipe's author chooses.
  case table(any Described.Type)
  /// Any of these.
  case either([Form])
}

/// A type of values that settings hold and that can say how they are written.
public protocol Described: Sendable {
  /// How a recipe writes a value.
  static var form: Form { get }
}

extension Settings {
  /// An object, unless a type is written in another way.
  public static var form: Form { .object(Self.self) }
}

extension Bool: Described {
  /// `true` or `false`.
  public static var form: Form { .truth }
}

extension Int: Described {
  /// A whole number.
  public static var form: Form { .whole }
}

extension UInt64: Described {
  /// A whole number.
  public static var form: Form { .whole }
}

extension Double: Described {
  /// A number.
  public static var form: Form { .number }
}

extension String: Described {
  /// Any text.
  public static var form: Form { .text("a text") }
}

extension Array: Described where Element: Described {
  /// Elements one after another.
  public static var form: Form { .list(Element.self) }
}

extension Dictionary: Described where Key == String, Value: Described {
  /// Values by name.
  public static var form: Form { .table(Value.self) }
}

extension Optional: Described where Wrapped: Described {
  /// The value, where there is one.
  public static var form: Form { Wrapped.form }
}

extension Form {
  /// What may stand there, in a few words: `a whole number`, `"keep", "pad" or "drop"`.
  public var text: String {
    switch self {
    case .null: "null"
    case .truth: "true or false"
    case .whole: "a whole number"
    case .number: "a number"
    case .text(let what): what
    case .words(let words): Suggestion.either(words.map { "\"\($0.word)\"" })
    case .object(let type): type.about.title.isEmpty ? "an object" : type.about.title
    case .kinds(let choice): ("aeiou".contains(choice.kind.prefix(1)) ? "an " : "a ") + choice.kind
    case .list(let element): "a list" + (element.form.plural.map { " of \($0)" } ?? "")
    case .table(let element): "an object of \(element.form.plural ?? "values") by name"
    case .either(let forms): Suggestion.either(forms.map(\.text))
    }
  }

  /// Several such values: `whole numbers`.
  var plural: String? {
    switch self {
    case .whole: "whole numbers"
    case .number: "numbers"
    case .text(let what): what == "a text" ? "texts" : nil
    case .words: "words"
    case .object: "objects"
    case .kinds(let choice): choice.kind.hasSuffix("y") ? choice.kind.dropLast() + "ies" : choice.kind + "s"
    default: nil
    }
  }

  /// The words that may stand there or in a list there, with their meanings.
  public var vocabulary: [(word: String, meaning: String)] {
    switch self {
    case .words(let words): words
    case .list(let element), .table(let element): element.form.vocabulary
    case .either(let forms): Array(forms.map(\.vocabulary).first { !$0.isEmpty } ?? [])
    default: []
    }
  }

  /// Whether numbers may stand there, for which a key must have a range.
  public var holdsNumbers: Bool {
    switch self {
    case .whole, .number: true
    case .list(let element), .table(let element): element.form.holdsNumbers
    case .either(let forms): forms.contains(where: \.holdsNumbers)
    default: false
    }
  }
}
