import Testing

@testable import Settings

private struct Trim: Settings {
  var topDb = 60.0
  var frame = 2048
}

private struct Clean: Settings {
  var rate = 22050
  var duration: Double?
  var trim: Trim?
  var level = Trim(topDb: 3, frame: 1)
  var names: [String] = []

  init() {}
  func validate() throws {
    if rate <= 0 { throw Invalid("rate must be above 0, found \(rate)") }
  }
}

private struct Zcr: Named {
  static let name = "zcr"
}
private struct Mfcc: Named {
  static let name = "mfcc"
  var count = 20
}
private struct Family: Codable, Sendable, Equatable {
  let value: any Named
  init(from decoder: any Decoder) throws {
    value = try decoder.choice(among: [Zcr.self, Mfcc.self], kind: "feature")
  }
  func encode(to encoder: any Encoder) throws { try encoder.encode(choice: value) }
  static func == (a: Family, b: Family) -> Bool {
    (try? JSON(encoding: a)) == (try? JSON(encoding: b))
  }
}
private enum Short: String, Choice {
  case keep, pad, drop
  var meaning: String { "What \(rawValue) stands for." }
}
private struct Ends: Settings {
  var short = Short.keep
}
private struct Needy: Named {
  static let name = "needy"
  var path = ""
  func validate() throws { if path.isEmpty { throw Invalid("expected a path") } }
}
private struct Weighted: Codable, Sendable, Equatable {
  let name: String
  let weight: Int
  private enum Option: String, CodingKey { case weight }
  init(from decoder: any Decoder) throws {
    name = type(of: try decoder.choice(among: [Mfcc.self, Needy.self], kind: "feature", besides: ["weight"])).name
    weight = try (try? decoder.container(keyedBy: Option.self))?.decodeIfPresent(Int.self, forKey: .weight) ?? 1
  }
  func encode(to encoder: any Encoder) throws {}
}
private struct Stack: Settings {
  var stack: [Family] = []
}

/// Settings of a thing that has none.
private struct Plain: Settings {}

@Suite struct WithoutSettingsTests {
  @Test func `what has no settings takes nothing but an empty object`() throws {
    #expect(try Plain(parsing: "{}".utf8) == Plain())
    for text in ["3", "[]", "\"x\"", "null", "{ a: 1 }"] {
      #expect(throws: SettingsError.self, "\(text)") { try Plain(parsing: text.utf8) }
    }
  }
}

@Suite struct SettingsTests {
  private func problem(_ text: String) -> String {
    do {
      let clean = try Clean(parsing: text.utf8)
      return "accepted: \(clean)"
    } catch {
      return "\(error)"
    }
  }

  @Test func `keys left out take their defaults, at every depth`() throws {
    let clean = try Clean(parsing: "{ rate: 16000, trim: { topDb: 30 }, level: { frame: 9 } } // JSON5".utf8)
    #expect(clean.rate == 16000)
    #expect(clean.duration == nil)
    #expect(clean.trim == Trim(topDb: 30, frame: 2048))
    #expect(clean.level == Trim(topDb: 3, frame: 9))
  }

  @Test func `an unknown key is an error with a suggestion`() {
    #expect(problem("{ trim: { topDB: 30 } }") == "trim.topDB: unknown key; did you mean 'topDb'?")
    #expect(problem("{ zebra: 1 }").hasPrefix("zebra: unknown key; expected one of duration, level"))
  }

  @Test func `a wrong type names the key, what was expected and what was found`() {
    #expect(problem("{ rate: \"fast\" }") == "rate: expected a whole number, found the string \"fast\"")
    #expect(problem("{ rate: 1.5 }") == "rate: expected a whole number, found the number 1.5")
    #expect(problem("{ names: [\"a\", 1] }") == "names[1]: expected a string, found the number 1")
    #expect(problem("[]") == "expected an object, found a list")
  }

  @Test func `validation carries the path`() {
    #expect(problem("{ rate: -1 }") == "rate must be above 0, found -1")
  }

  @Test func `text that is no JSON5 says where it breaks and why`() {
    #expect(problem("{ rate: }") == "not valid JSON5, line 1, column 9: expected a value, found '}'")
    #expect(problem("{\n  rate 3\n}") == "not valid JSON5, line 2, column 8: expected ':' after 'rate', found '3'")
    #expect(problem("{ rate: 1,") == "not valid JSON5, line 1, column 11: expected a key or '}', found the end")
    #expect(problem("{ rate: 1 /* }") == "not valid JSON5, line 1, column 11: a comment is never closed")
    #expect(problem("{ rate: fast }").hasSuffix("column 9: expected a value, found 'fast'; texts need quotes"))
    #expect(problem("{ rate: 1, rate: 2 }") == "not valid JSON5, line 1, column 12: the key 'rate' stands twice")
    #expect(problem("{ rate: 1e }").hasSuffix("'1e' is not a number"))
    #expect(problem("{ rate: --1 }").hasSuffix("'--1' is not a number"))
    #expect(problem("{} {}").hasSuffix("expected the end, found '{'"))
    #expect(problem(String(repeating: "[", count: 100_000)).hasSuffix("nested too deeply"))
  }

  @Test func `JSON5 is read as json5 dot org describes it`() throws {
    let text = """
      // comment
      { unquoted: 'single "quotes"', "line \\
      break": 1, hex: 0xFF, half: .5, whole: 5., plus: +1e3, neg: -0x10,
        escapes: "\\u00e9\\x41\\n\\uD83D\\uDE00", /* inline */ list: [1, 2, ], nothing: null, }
      """
    #expect(
      try JSON(parsing: text.utf8)
        == .object([
          "unquoted": .string("single \"quotes\""), "line break": .integer(1), "hex": .integer(255),
          "half": .number(0.5), "whole": .number(5), "plus": .number(1000), "neg": .integer(-16),
          "escapes": .string("éA\n😀"), "list": .array([.integer(1), .integer(2)]), "nothing": .null,
        ]))
  }

  @Test func `a named choice is a name or an object with one key`() throws {
    let stack = try Stack(parsing: "{ stack: [\"zcr\", { mfcc: { count: 13 } }, \"mfcc\"] }".utf8)
    #expect(try stack.canonicalJSON == #"{"stack":[{"zcr":{}},{"mfcc":{"count":13}},{"mfcc":{"count":20}}]}"#)
    #expect(throws: SettingsError(path: ["stack", "[0]"], problem: "unknown feature 'mfc'; did you mean 'mfcc'?")) {
      try Stack(parsing: "{ stack: [\"mfc\"] }".utf8)
    }
    #expect(
      throws: SettingsError(path: ["stack", "[0]", "mfcc", "cuont"], problem: "unknown key; did you mean 'count'?")
    ) {
      try Stack(parsing: "{ stack: [{ mfcc: { cuont: 1 } }] }".utf8)
    }
  }

  @Test func `a word that is no choice is an error that names the choices`() throws {
    #expect(try Ends(parsing: "{ short: 'pad' }".utf8).short == .pad)
    #expect(throws: SettingsError(path: ["short"], problem: "unknown value 'pda'; expected keep, pad or drop")) {
      try Ends(parsing: "{ short: 'pda' }".utf8)
    }
    #expect(throws: SettingsError(path: ["short"], problem: "expected a string, found the number 1")) {
      try Ends(parsing: "{ short: 1 }".utf8)
    }
  }

  @Test func `options may stand beside the key that names a choice`() throws {
    struct List: Settings { var list: [Weighted] = [] }
    let found = try List(parsing: "{ list: ['mfcc', { mfcc: { count: 3 }, weight: 7 }] }".utf8).list
    #expect(found.map(\.weight) == [1, 7])
    #expect(throws: SettingsError(path: ["list", "[0]"], problem: "expected one feature, found mfcc, wait")) {
      try List(parsing: "{ list: [{ mfcc: {}, wait: 7 }] }".utf8)
    }
  }

  @Test func `a choice by its bare name is validated like one with an object`() {
    struct List: Settings { var list: [Weighted] = [] }
    #expect(throws: SettingsError(path: ["list", "[0]"], problem: "needy: expected a path")) {
      try List(parsing: "{ list: ['needy'] }".utf8)
    }
  }

  @Test func `canonical JSON sorts keys and does not tell 1 from 1.0`() throws {
    let a = try JSON(parsing: "{ b: 1.0, a: [true, null, 'x\\n'] }".utf8)
    #expect(a.canonical == #"{"a":[true,null,"x\n"],"b":1}"#)
  }
}
