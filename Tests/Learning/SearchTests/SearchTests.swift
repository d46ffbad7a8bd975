import FoundationEssentials
import Settings
import Synchronization
import Testing

@testable import Search

private func json(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

private func search(_ text: String) throws -> SearchSettings { try SearchSettings(parsing: Array(text.utf8)) }

@Suite struct SearchTests {
  let base: JSON

  init() throws {
    base = try json("{ train: { model: { mlp: { hidden: [300], dropout: 0 } }, rate: 0.001 }, stack: ['zcr', 'rms'] }")
  }

  @Test func `a grid holds every combination, the last path changing fastest`() throws {
    let plan = try search("{ space: { 'train.model.mlp.hidden': [[300], [300, 50]], 'train.rate': [0.1, 0.01] } }")
      .plan(over: base)
    #expect(
      plan.map { JSON.object($0.changes).canonical } == [
        #"{"train.model.mlp.hidden":[300],"train.rate":0.1}"#, #"{"train.model.mlp.hidden":[300],"train.rate":0.01}"#,
        #"{"train.model.mlp.hidden":[300,50],"train.rate":0.1}"#,
        #"{"train.model.mlp.hidden":[300,50],"train.rate":0.01}"#,
      ])
    #expect(
      try plan[3].settings
        == json(
          "{ train: { model: { mlp: { hidden: [300, 50], dropout: 0 } }, rate: 0.01 }, stack: ['zcr', 'rms'] }"))
  }

  @Test func `a search that varies nothing tries the settings as they are`() throws {
    #expect(try SearchSettings().plan(over: base).map(\.settings) == [base])
  }

  @Test func `list elements go by number`() throws {
    let plan = try search("{ space: { 'stack.1': ['mfcc'] } }").plan(over: base)
    #expect(try plan[0].settings.canonical.contains(json("['zcr', 'mfcc']").canonical))
  }

  @Test func `a misspelt path is an error with a suggestion`() throws {
    let expected = "train.model.mlp.hiden: there is no 'hiden'; did you mean 'hidden'?"
    #expect {
      try search("{ space: { 'train.model.mlp.hiden': [[1]] } }").plan(over: base)
    } throws: {
      "\($0)" == expected
    }
    #expect(throws: SettingsError.self) { try search("{ space: { 'train.rate.x': [1] } }").plan(over: base) }
    #expect(throws: SettingsError.self) { try search("{ space: { 'stack.2': [1] } }").plan(over: base) }
  }

  @Test func `values of the wrong kind are refused before anything runs`() throws {
    struct Wrong: Error {}
    #expect(throws: Wrong.self) {
      try search("{ space: { 'train.rate': ['fast'] } }").run(
        over: base, folds: 2, check: { _ in throw Wrong() }, evaluate: { _, _ in 1 })
    }
  }

  @Test(arguments: [
    "{ space: { a: [] } }", "{ space: { a: 3 } }", "{ space: { a: { uniform: [1, 0] } } }",
    "{ space: { a: { logUniform: [0, 1] } } }", "{ space: { a: { normal: [0, 1] } } }",
    "{ space: { a: { uniform: [0, 1] } } }", "{ trials: 0 }", "{ space: { a: [1], 'a.b': [1] } }",
    "{ space: { a: { integers: [0.5, 2] } } }",
  ])
  func `senseless searches are refused`(text: String) throws {
    #expect(throws: SettingsError.self) { try search(text) }
  }

  @Test func `draws stay in their ranges, differ, and depend on seed and number alone`() throws {
    var settings = try search(
      """
      { method: 'random', trials: 200, seed: 7, space: {
        'train.rate': { logUniform: [1e-4, 1e-2] }, 'train.model.mlp.dropout': { uniform: [0, 0.5] },
        'train.model.mlp.hidden': { integers: [1, 3] } } }
      """)
    let plan = try settings.plan(over: base)
    let rates = plan.compactMap { $0.changes["train.rate"]?.asNumber }
    #expect(plan.count == 200 && rates.count == 200)
    #expect(rates.allSatisfy { $0 >= 1e-4 && $0 <= 1e-2 })
    // Half of the draws lie below the geometric mean: 100 ± 4 standard deviations of 7.
    #expect(abs(rates.count { $0 < 1e-3 } - 100) < 28)
    #expect(plan.allSatisfy { (0...0.5).contains($0.changes["train.model.mlp.dropout"]?.asNumber ?? -1) })
    #expect(Set(plan.map { $0.changes["train.model.mlp.hidden"]?.canonical }) == ["1", "2", "3"])
    settings.trials = 20
    #expect(try settings.plan(over: base) == Array(plan.prefix(20)))
    settings.seed = 8
    #expect(try settings.plan(over: base) != Array(plan.prefix(20)))
  }

  @Test func `a random search over few combinations tries each once`() throws {
    let plan = try search("{ method: 'random', trials: 50, space: { 'train.rate': [1, 2, 3] } }").plan(over: base)
    #expect(plan.compactMap { $0.changes["train.rate"]?.asNumber }.sorted() == [1, 2, 3])
  }

  @Test func `the table names the best trial and prints as columns`() throws {
    let settings = try search("{ space: { 'train.rate': [1, 3, 2] } }")
    let table = try settings.run(over: base, folds: 2) { settings, fold in
      guard case .object(let root) = settings, case .object(let train)? = root["train"] else { return 0 }
      return (train["rate"]?.asNumber ?? 0) + Double(fold) / 10
    }
    #expect(table.rows.map(\.mean) == [1.05, 3.05, 2.05])
    #expect(table.best?.changes == ["train.rate": .integer(3)])
    #expect(table.text.split(separator: "\n")[0] == "trial\ttrain.rate\tfold 0\tfold 1\tmean\tseconds")
    #expect(table.text.split(separator: "\n")[2].hasPrefix("2\t3\t3.0\t3.1\t3.05\t"))
    var lowest = settings
    lowest.goal = .lowest
    #expect(
      try lowest.run(over: base, folds: 2, resuming: table) { _, _ in 0 }.best?.changes == ["train.rate": .integer(1)])
  }

  @Test func `a stopped search goes on where it stopped, on any number of jobs`() throws {
    struct Stop: Error {}
    let settings = try search("{ space: { 'train.rate': [1, 2, 3, 4] } }")
    @Sendable func score(_ tree: JSON, _ fold: Int) -> Double { Double(tree.canonical.count * (fold + 2) % 13) }
    let kept = Mutex<SearchTable?>(nil)
    let calls = Mutex(0)
    #expect(throws: Stop.self) {
      try settings.run(over: base, folds: 3, keep: { table in kept.withLock { $0 = table } }) { tree, fold in
        if calls.withLock({
          $0 += 1; return $0
        }) > 5 {
          throw Stop()
        }
        return score(tree, fold)
      }
    }
    let half = try #require(kept.withLock { $0 })
    #expect(half.rows.flatMap(\.scores).count { $0 != nil } == 5)
    calls.withLock { $0 = 0 }
    let read = try JSONDecoder().decode(SearchTable.self, from: JSONEncoder().encode(half))
    let again = try settings.run(over: base, folds: 3, resuming: read, jobs: 3) { tree, fold in
      calls.withLock { $0 += 1 }
      return score(tree, fold)
    }
    #expect(calls.withLock { $0 } == 7)
    let whole = try settings.run(over: base, folds: 3, evaluate: score)
    #expect(again.rows.map(\.scores) == whole.rows.map(\.scores))
    // Other folds or settings make other scores.
    let others = try settings.run(over: base, folds: 2, resuming: whole) { _, _ in 99 }
    #expect(others.rows.allSatisfy { $0.mean == 99 })
  }
}
