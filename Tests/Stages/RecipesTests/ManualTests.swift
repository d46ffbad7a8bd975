import Classifiers
import Foundation
import TestSupport
import Testing

@testable import Recipes
@testable import Settings

/// What settings say of themselves is what decoding does, for every type that a recipe reaches.
@Suite struct ManualTests {
  /// Every object that may stand somewhere in a recipe, and every choice with options beside its name.
  private static let reached: (objects: [any Settings.Type], choices: [any NamedChoice.Type]) = {
    var objects: [any Settings.Type] = []
    var choices: [any NamedChoice.Type] = []
    var seen: Set<ObjectIdentifier> = []
    func walk(_ form: Form) {
      switch form {
      case .object(let type) where seen.insert(ObjectIdentifier(type)).inserted:
        objects.append(type)
        do { for entry in try Entry.entries(of: type) { walk(entry.form) } } catch { Issue.record("\(error)") }
      case .kinds(let choice) where seen.insert(ObjectIdentifier(choice)).inserted:
        choices.append(choice)
        for type in choice.alternatives { walk(type.form) }
      case .list(let element), .table(let element): walk(element.form)
      case .either(let forms): forms.forEach(walk)
      default: break
      }
    }
    walk(.object(Recipe.self))
    return (objects, choices)
  }()

  /// Each key of each of them.
  private static func entries() throws -> [(type: any Settings.Type, entry: Entry)] {
    try reached.objects.flatMap { type in try Entry.entries(of: type).map { (type, $0) } }
  }

  private func refusal(of type: any Settings.Type, _ tree: JSON) -> String? {
    do { _ = try type.init(decoding: tree) } catch { return "\(error)" }
    return nil
  }

  /// Settings in which a key has some value, the rest as the key's example has it.
  private func tree(_ entry: Entry, _ value: JSON) throws -> JSON {
    var members: [String: JSON] = [:]
    if case .object(let example) = try JSON(parsing: "{ \(entry.key.example) }".utf8) { members = example }
    members[entry.key.name] = value
    return .object(members)
  }

  @Test func `many types and keys are described`() throws {
    #expect(Self.reached.objects.count >= 75)
    #expect(Self.reached.choices.count >= 11)
    #expect(try Self.entries().count >= 280)
  }

  @Test func `the keys that are described are those that are decoded`() throws {
    for type in Self.reached.objects {
      let described = type.about.keys.map(\.name)
      #expect(Set(described) == Set(try type.asked().keys), "\(type)")
      #expect(Set(described).count == described.count, "\(type) describes a key twice")
    }
    for choice in Self.reached.choices {
      #expect(Set(choice.options.map(\.name)) == Set(try choice.asked().keys), "\(choice)")
    }
    // Either kind of training has the keys of its own, and the section enforces the ranges of both.
    let both = NetworkSettings.about.keys + ClassicalSettings.about.keys
    #expect(Set(TrainSection.about.keys.map(\.name)) == Set(both.map(\.name)))
  }

  @Test func `everything has a meaning, in a sentence`() throws {
    for type in Self.reached.objects { #expect(type.about.meaning.hasSuffix("."), "\(type)") }
    for (type, entry) in try Self.entries() {
      let words = entry.form.vocabulary.map(\.meaning)
      for meaning in [entry.key.meaning] + words {
        #expect(meaning.count > 2 && meaning.hasSuffix("."), "\(type).\(entry.key.name): \(meaning)")
      }
    }
  }

  @Test func `every number has a range, which holds its default and refuses what lies just outside`() throws {
    var tried = 0
    for (type, entry) in try Self.entries() where entry.form.holdsNumbers {
      // The ends of an interval lie where the key that holds it says.
      let range = try #require(entry.key.range, "\(type).\(entry.key.name)")
      if let initial = entry.initial {
        #expect(throws: Never.self, "\(type).\(entry.key.name)") { try entry.key.check(initial) }
      }
      for (number, isInside) in ends(of: range, whole: entry.form.isWhole) {
        for value in values(entry, number) {
          tried += 1
          let refusal = refusal(of: type, try tree(entry, value)) ?? ""
          let isRefused =
            refusal.contains("\(entry.key.name) must be \(range.text)") || refusal.contains("expected a whole number")
          #expect(isRefused != isInside, "\(type).\(entry.key.name) = \(value.canonical): \(refusal)")
        }
      }
    }
    #expect(tried > 500)
  }

  @Test func `lists are neither too long nor too short`() throws {
    for (type, entry) in try Self.entries() {
      guard let length = entry.key.length, case .list(let element) = entry.form, element.form.holdsNumbers else {
        continue
      }
      for count in [length.lowerBound - 1, length.upperBound + 1] where count >= 0 {
        let number = entry.key.range!.least
        let refusal = refusal(of: type, try tree(entry, .array(Array(repeating: number, count: count)))) ?? ""
        #expect(refusal.contains("the length of \(entry.key.name) must be"), "\(type).\(entry.key.name): \(refusal)")
      }
    }
  }

  @Test func `a word that nobody knows is answered with all that are known`() throws {
    var tried = 0
    for (type, entry) in try Self.entries() where !entry.form.vocabulary.isEmpty {
      let isList = if case .list = entry.form { true } else { false }
      let refusal = refusal(of: type, try tree(entry, isList ? .array([.string("xyzzy")]) : .string("xyzzy")))
      let words = Suggestion.either(entry.form.vocabulary.map(\.word))
      #expect(refusal?.hasSuffix("unknown value 'xyzzy'; expected \(words)") == true, "\(type): \(refusal ?? "taken")")
      tried += 1
    }
    #expect(tried >= 60)
  }

  @Test func `examples and defaults can be read`() throws {
    let least = try JSON(parsing: "{ corpora: ['ravdess', 'savee'], splits: { honest: {} } }".utf8)
    for (type, entry) in try Self.entries() {
      let sample = try #require(entry.sample, "\(type).\(entry.key.name) needs an example")
      guard !entry.key.example.isEmpty, case .object(var members) = try JSON(parsing: "{ \(sample) }".utf8) else {
        continue
      }
      #expect(members[entry.key.name] != nil, "\(type): \(sample)")
      if type == Recipe.self, case .object(let rest) = least { members.merge(rest) { own, _ in own } }
      #expect(refusal(of: type, .object(members)) == nil, "\(type): \(sample)")
    }
    for choice in Self.reached.choices {
      for option in choice.options {
        let text = "{ corpora: ['savee'], splits: { a: {} }, augment: [{ \(option.example) }] }"
        #expect(throws: Never.self, "\(text)") { try Recipe(parsing: text.utf8) }
      }
    }
  }

  @Test func `docs/settings.md is what 'make docs' writes`() throws {
    let page = try String(contentsOfFile: "\(Checkout.root)/docs/settings.md", encoding: .utf8)
    #expect(try Recipe.page() == page, "definitions have changed; run 'make docs'")
  }

  /// The numbers on both sides of both ends, and whether they lie within.
  private func ends(of range: Bounds, whole: Bool) -> [(JSON, Bool)] {
    func number(_ end: JSON) -> Double {
      switch end {
      case .integer(let value): Double(value)
      case .number(let value): value
      default: .nan
      }
    }
    func next(_ end: JSON, _ step: Int) -> JSON {
      if case .integer(let value) = end, whole { return .integer(value + step) }
      return .number(step < 0 ? number(end).nextDown : number(end).nextUp)
    }
    var ends = [(next(range.least, -1), false), (range.least, true)]
    guard range.greatest != .integer(.max) else { return ends }
    ends.append((range.greatest, !range.isOpen))
    ends.append((range.isOpen ? next(range.greatest, -1) : next(range.greatest, 1), range.isOpen))
    return ends
  }

  /// The number where the key may have one: alone, in a list, as both ends of an interval, under a name.
  private func values(_ entry: Entry, _ number: JSON) -> [JSON] {
    func values(_ form: Form) -> [JSON] {
      switch form {
      case .whole, .number: [number]
      case .list(let element) where element.form.holdsNumbers:
        [.array(Array(repeating: number, count: max(1, entry.key.length?.lowerBound ?? 1)))]
      case .table(let element) where element.form.holdsNumbers: [.object(["x": number])]
      case .object(let type) where type.about.title == "an interval": [.object(["min": number, "max": number])]
      case .either(let forms): forms.flatMap(values)
      default: []
      }
    }
    return values(entry.form)
  }
}

extension Form {
  /// Whether only whole numbers may stand there.
  fileprivate var isWhole: Bool {
    switch self {
    case .whole: true
    case .list(let element): element.form.isWhole
    case .either(let forms): forms.contains(where: \.isWhole)
    default: false
    }
  }
}
