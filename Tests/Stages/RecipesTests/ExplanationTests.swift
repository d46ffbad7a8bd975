import Testing

@testable import Recipes
@testable import Settings

/// What `lilt-recipe --explain` says.
@Suite struct ExplanationTests {
  private func explanation(_ path: String) -> String {
    do { return try Manual(of: Recipe.self).explanation(of: path) } catch { return "\(error)" }
  }

  @Test func `of a key says what it is, what may stand there, its default and an example`() {
    #expect(
      explanation("clean.duration") == """
        clean.duration: Seconds taken from there; all that follow when left out.
          value    a number from 0.001 to 3600 seconds
          example  duration: 3

        """)
    #expect(explanation("train.batch").contains("default  64\n  example  batch: 64\n"))
    #expect(explanation("clean.rate").contains("value    a whole number from 1000 to 384000 Hz or null\n"))
  }

  @Test func `of a choice lists the kinds and the words`() {
    let optimizer = explanation("train.optimizer")
    for name in ["adam ", "adamW", "sgd"] { #expect(optimizer.contains("\n  \(name)")) }
    #expect(optimizer.contains("{ beta1: 0.9, beta2: 0.999, decay: 0.01, epsilon: 1e-8, rate: 0.001 }"))
    #expect(explanation("clean.short").contains("\n  pad   Zeros follow it"))
  }

  @Test func `finds keys through lists, names of the author's own and both shapes of a section`() {
    #expect(explanation("augment.vtlp.factor").contains("from 0.5 to 2"))
    #expect(explanation("augment.variants.vtlp.factor").contains("from 0.5 to 2"))
    #expect(explanation("augment[0].chain.noise.snr").contains("from -100 to 200 dB"))
    #expect(explanation("splits.honest.statementFolds").contains("from 2 to 1000000"))
    #expect(explanation("splits.statementFolds").contains("from 2 to 1000000"))
    #expect(explanation("train.model.cnn1d.blocks.filters").contains("Output channels."))
    #expect(explanation("train.model.logistic.costs").contains("ascending"))
    #expect(explanation("ingest.doctor.limits.silent").contains("default  -70"))
  }

  @Test func `of what nobody knows says what is near, or where it is`() {
    #expect(explanation("trian") == "trian: unknown key; did you mean 'train'?")
    #expect(explanation("train.optimizr") == "train.optimizr: unknown key; did you mean 'optimizer'?")
    #expect(explanation("adamW") == "adamW: unknown key; there is train.optimizer.adamW")
    #expect(explanation("splits.validaton") == "splits.validaton: unknown key; did you mean 'validation'?")
    #expect(explanation("clean.rate.x").hasPrefix("clean.rate.x: unknown key"))
  }

  @Test func `of every path fits a terminal, and every section is reached`() throws {
    let manual = Manual(of: Recipe.self)
    let paths = try manual.paths()
    #expect(paths.count > 400)
    for path in ["features.stack.delta.of.mfcc", "train.augment.specAugment", "train.reduceOnPlateau.factor", "csv"] {
      #expect(paths.contains(path))
    }
    for path in [""] + paths {
      let text = try manual.explanation(of: path)
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(text)")
    }
  }
}
