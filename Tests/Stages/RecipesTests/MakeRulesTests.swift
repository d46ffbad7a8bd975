import Determinism
import Foundation
import Testing

@testable import Recipes

/// The rules that Make includes, word by word.
@Suite struct `Rules for Make` {
  private let text = """
    {
      corpora: ["savee"],
      augment: ["original"],
      splits: { honest: { by: "speaker", folds: "savee-emobox" } },
    }
    """

  /// The rules with each hash replaced by its stage, so that they can be read.
  private func rules(_ text: String, name: String = "test") throws -> String {
    let plan = try plan(text, name: name)
    var rules = MakeRules(plan, build: "build").text
    for step in plan.stored { rules = rules.replacingOccurrences(of: step.hash, with: "H") }
    for file in plan.stored.flatMap(\.files) {
      rules = rules.replacingOccurrences(of: "\(Digest(of: file))".prefix(16), with: "F")
    }
    return rules
  }

  /// The lines between a guard and its end.
  private func rule(_ name: String, in rules: String) throws -> String {
    let start = try #require(rules.range(of: "ifndef \(name)\n\(name) := 1\n"), "\(rules)")
    let rest = rules[start.upperBound...]
    return String(rest[..<(try #require(rest.range(of: "\nendif"))).lowerBound])
  }

  @Test func `begin with what others need to know of the recipe`() throws {
    #expect(
      try rules(text).hasPrefix(
        """
        # Written by lilt-recipe from pipelines/test.json5; changes are lost.

        test.corpora := savee
        test.files := build/store/ingest/H.h5 build/store/clean/H.h5 build/store/augment/H.h5 \
        build/store/features/H.h5 build/store/split/H.h5 build/store/train/H.h5
        test.watched := build/inputs/F-savee-emobox.json
        test.synthetic := 

        """))
  }

  @Test func `make a stage's file from its settings, inputs and program, and let its content decide`() throws {
    #expect(
      try rule("build/store/clean/H", in: rules(text)) == """
        build/store/clean/H.done: build/store/clean/H.json build/store/ingest/H.h5 $(BIN)/lilt-clean \
        $(if $(wildcard build/store/clean/H.h5),,FORCE)
        \t@touch $@.tmp
        \t@$(BIN)/lilt-clean --settings build/store/clean/H.json --output build/store/clean/H.h5 --jobs $(jobs) \
        build/store/ingest/H.h5 $(data)
        \t@mv $@.tmp $@
        build/store/clean/H.h5: build/store/clean/H.done
        \t+@:
        """)
  }

  @Test func `make what a link leads to, and nothing else`() throws {
    let rules = try rules(text)
    for (link, stage) in [("catalog", "ingest"), ("augmented", "augment"), ("splits/honest", "split")] {
      #expect(rules.contains("\nbuild/test/\(link).h5: build/store/\(stage)/H.h5\n\t+@:\n"))
    }
    #expect(!rules.contains("evaluation.h5: build/store/evaluate"))
  }

  @Test func `watch what people edit by a file of ours, and name theirs in a command alone`() throws {
    #expect(
      try rule("build/store/split/H", in: rules(text)).hasPrefix(
        """
        build/store/split/H.done: build/store/split/H.json build/store/ingest/H.h5 build/store/features/H.h5 \
        build/inputs/F-savee-emobox.json $(BIN)/lilt-split 
        """))
    #expect(
      try rule("build/inputs/F-savee-emobox.json", in: rules(text)) == """
        build/inputs/F-savee-emobox.json: $(NEWS)
        \t@path=data/folds/savee-emobox.json recipe=test; $(watch)
        """)
    let odd = text.replacingOccurrences(
      of: "augment:", with: #"ingest: { labels: { source: "my $(shell it's)#.csv" } }, augment:"#)
    #expect(
      try rule("build/inputs/F-myshellits.csv", in: rules(odd)).hasSuffix(
        #"path='my $$(shell it'\''s)#.csv' recipe=test; $(watch)"#))
  }

  @Test func `make a table beside the report where the recipe asks for it`() throws {
    #expect(try !rules(text).contains("features.csv"))
    #expect(
      try rules(text.replacingOccurrences(of: "augment:", with: "csv: true, augment:")).hasSuffix(
        """
        build/test/report.html: build/test/evaluation.h5 build/test/features.csv
        \t+@:

        build/test/features.csv: build/store/features/H.h5 $(BIN)/lilt-export
        \t@$(BIN)/lilt-export $< -o $@
        \t@touch $@

        """))
  }

  @Test func `watch a corpus by its list of files`() throws {
    let rule = try rule("build/store/ingest/H", in: rules(text))
    #expect(
      rule.hasPrefix(
        "build/store/ingest/H.done: build/store/ingest/H.json build/corpora/savee.files $(BIN)/lilt-ingest "))
  }

  @Test func `make a synthetic corpus with as many speakers as its scheme has names for`() throws {
    let made = text.replacingOccurrences(
      of: "augment:", with: "synthetic: { speakers: 9, clips: 12, seed: 5 }, augment:")
    let rules = try rules(made)
    #expect(rules.contains("lilt-synth --scheme savee --speakers 4 --clips 12 --seed 5 --output build/synthetic/"))
    #expect(rules.contains("test.corpora := \n"))
  }

  @Test func `bring a shared step once, and each recipe's report`() throws {
    let a = try rules(text, name: "a"), b = try rules(text, name: "b")
    func own(_ rules: String) -> String {
      String(rules[rules.range(of: "endif\n", options: .backwards)!.upperBound...])
    }
    #expect(a.contains("ifndef build/store/clean/H\n") && b.contains("ifndef build/store/clean/H\n"))
    #expect(own(a).contains("build/a/evaluation.h5: build/a/evaluate.json "))
    #expect(own(b).contains("build/b/report.html: build/b/evaluation.h5\n"))
  }
}
