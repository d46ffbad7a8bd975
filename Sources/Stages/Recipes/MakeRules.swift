import Corpora

/// Writes a plan as rules that Make includes.
///
/// All names in them are ours and plain (`MakeText`); what people name stands in words of commands alone.
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
    lines.append("\(plan.name).watched := \(watched.map { $0.state(in: build) }.joined(separator: " "))")
    lines.append("\(plan.name).synthetic := \(plan.synthesis?.root ?? "")")
    if let synthesis = plan.synthesis {
      for corpus in synthesis.corpora {
        lines += ["", guarded("\(synthesis.root)/\(corpus)", synthesisRule(synthesis, corpus: corpus))]
      }
    }
    for file in watched { lines += ["", guarded(file.state(in: build), file.rule(in: build, of: plan.name))] }
    for step in plan.stored { lines += ["", guarded(step.stem(in: build), rule(for: step))] }
    lines += [""] + plan.links.flatMap { linkRule($0.name, $0.step) }
    lines += ["", reportRule] + (plan.table.map { ["", tableRule(of: $0)] } ?? [])
    return lines.joined(separator: "\n") + "\n"
  }

  private var watched: [WatchedFile] { Set(plan.stored.flatMap(\.files)).sorted().map(WatchedFile.init) }

  /// Recipes share steps, and Make accepts one rule a file: whoever is included first brings it.
  private func guarded(_ name: String, _ rule: String) -> String {
    "ifndef \(name)\n\(name) := 1\n\(rule)\nendif"
  }

  private func rule(for step: Step) -> String {
    let output = step.output(in: build)
    let command =
      "@$(BIN)/\(step.program) --settings \(step.stem(in: build)).json --output \(output) --jobs $(jobs)"
      + step.inputs.map { " " + $0.argument }.joined()
    let needs = step.prerequisites(settings: step.stem(in: build) + ".json", in: build).joined(separator: " ")
    // Content decides: a stage whose output comes out as it was leaves it as it stands, after a clip was touched, say, or
    // a fold file checked out anew. The time of .done tells when the stage was last asked, and the recipe that does
    // nothing, also in a dry run, lets Make see that nothing that follows is out of date.
    let done = step.stem(in: build) + ".done"
    return """
      \(done): \(needs) $(BIN)/\(step.program) \(unlessThere(output))
      \t@touch $@.tmp
      \t\(command)
      \t@mv $@.tmp $@
      \(output): \(done)
      \t+@:
      """
  }

  /// A link leads nowhere until its file is made, and to what was made before when that is out of date.
  private func linkRule(_ name: String, _ step: Step) -> [String] {
    ["\(build)/\(plan.name)/\(name): \(step.output(in: build))", "\t+@:"]
  }

  /// Makes a rule run, whatever the times say, as long as a file is missing that it makes beside its target.
  private func unlessThere(_ file: String) -> String { "$(if $(wildcard \(file)),,FORCE)" }

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

  private func tableRule(of features: Step) -> String {
    """
    \(tablePath): \(features.output(in: build)) $(BIN)/lilt-export
    \t@$(BIN)/lilt-export $< -o $@
    \t@touch $@
    """
  }

  private var tablePath: String { "\(build)/\(plan.name)/features.csv" }

  private var reportRule: String {
    let folder = "\(build)/\(plan.name)"
    let step = plan.evaluation
    let title = plan.title.isEmpty ? "" : " --title " + (MakeText.word(plan.title) ?? "")
    let needs = step.prerequisites(settings: folder + "/evaluate.json", in: build).joined(separator: " ")
    return """
      \(folder)/evaluation.h5: \(needs) $(BIN)/\(step.program) \(unlessThere(folder + "/report.html"))
      \t@$(BIN)/\(step.program) --settings \(folder)/evaluate.json --output $@ --report \(folder)/report.html\(title) --jobs $(jobs)\(step.inputs.map { " " + $0.argument }.joined())
      \(folder)/report.html: \(folder)/evaluation.h5\(plan.table == nil ? "" : " " + tablePath)
      \t+@:
      """
  }
}
