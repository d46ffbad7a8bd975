import Corpora

/// Writes a plan as rules that Make includes.
public struct MakeRules {
  let plan: Plan
  /// The folder of everything made.
  let build: String

  /// Rules for a plan.
  public init(_ plan: Plan, build: String) { (self.plan, self.build) = (plan, build) }

  /// The text of `build/recipes/NAME.mk`.
  public var text: String {
    var lines = ["# Written by lilt-recipe from pipelines/\(plan.name).json5; changes are lost.", ""]
    lines.append("\(plan.name).corpora := \(plan.synthesis == nil ? plan.corpora.joined(separator: " ") : "")")
    lines.append("\(plan.name).files := \(plan.stored.map { $0.output(in: build) }.joined(separator: " "))")
    if let synthesis = plan.synthesis {
      for corpus in synthesis.corpora {
        lines += ["", guarded("\(synthesis.root)/\(corpus)", synthesisRule(synthesis, corpus: corpus))]
      }
    }
    for step in plan.stored { lines += ["", guarded(step.stem(in: build), rule(for: step))] }
    lines += ["", reportRule]
    return lines.joined(separator: "\n") + "\n"
  }

  /// Recipes share steps, and Make accepts one rule a file: whoever is included first brings it.
  private func guarded(_ name: String, _ rule: String) -> String {
    "ifndef \(name)\n\(name) := 1\n\(rule)\nendif"
  }

  private func rule(for step: Step) -> String {
    let output = step.output(in: build)
    let command =
      "@$(BIN)/\(step.program) --settings \(step.stem(in: build)).json --output \(output) --jobs $(JOBS)"
      + step.inputs.map { " " + $0.argument }.joined()
    let needs = ([step.stem(in: build) + ".json"] + step.inputs.flatMap(\.prerequisites)).joined(separator: " ")
    guard step.readsCorpora else {
      return "\(output): \(needs) $(BIN)/\(step.program)\n\t\(command)"
    }
    // A list of files also changes when a clip is merely touched. The stage then leaves a catalog of the same bytes as
    // it stands, and the empty recipe lets Make see that nothing that follows is out of date.
    let done = step.stem(in: build) + ".done"
    return """
      \(done): \(needs) $(BIN)/\(step.program)
      \t\(command)
      \t@touch $@
      \(output): \(done)
      \t@[ -e $@ ] || { rm -f $<; $(MAKE) $@; }
      """
  }

  private func synthesisRule(_ synthesis: Plan.Synthesis, corpus: String) -> String {
    let made = synthesis.settings
    let folder = "\(synthesis.root)/\(corpus)"
    // A naming scheme has names for so many speakers and no more.
    let known = Corpora.all.first { $0.name == corpus }.map { Set($0.roll.map(\.speaker)).count }
    let speakers = min(made.speakers, known ?? made.speakers)
    return """
      \(folder).files: $(BIN)/lilt-synth
      \t@$(BIN)/lilt-synth --scheme \(corpus) --speakers \(speakers) --clips \(made.clips) --seed \(made.seed) --output \(folder)
      \t@find \(folder) -type f -printf '%P %s\\n' | LC_ALL=C sort > $@
      """
  }

  /// A text as one word of a shell command in a Make rule.
  private func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''").replacing("$", with: "$$") + "'"
  }

  private var reportRule: String {
    let folder = "\(build)/\(plan.name)"
    let step = plan.evaluation
    let title = plan.title.isEmpty ? "" : " --title " + quoted(plan.title)
    let needs = ([folder + "/evaluate.json"] + step.inputs.flatMap(\.prerequisites)).joined(separator: " ")
    return """
      \(folder)/evaluation.h5: \(needs) $(BIN)/lilt-evaluate
      \t@$(BIN)/lilt-evaluate --settings \(folder)/evaluate.json --output $@ --report \(folder)/report.html\(title) --jobs $(JOBS)\(step.inputs.map { " " + $0.argument }.joined())
      \(folder)/report.html: \(folder)/evaluation.h5
      \t@[ -e $@ ] || { rm -f $<; $(MAKE) $@; }
      """
  }
}
