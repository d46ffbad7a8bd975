import Classifiers
import Determinism
import Features
import Models
import Networks
import Prediction
import Settings

/// A model to classify with. How fast it is does not depend on how good it is, so it learns from noise.
enum ClassifyJob: String {
  case mlp, cnn1d

  private var frontend: String {
    switch self {
    case .mlp:
      """
      {
        clean: { rate: null },
        features: {
          stack: [{ mfcc: { count: 40 } }, { chroma: { bins: 24 } }, "mel", { zcr: { unit: "count" } }],
          layout: { statistics: { functionals: ["mean"] } },
        },
      }
      """
    case .cnn1d:
      """
      {
        clean: { rate: 22050, offset: 0.6, duration: 2.5 },
        features: { stack: ["zcr", "rms", { mfcc: { count: 20 } }], layout: { flat: { frames: 108 } } },
      }
      """
    }
  }

  private var model: String {
    switch self {
    case .mlp: "{ mlp: { hidden: [300, 50, 20, 10] } }"
    case .cnn1d: "{ cnn1d: {} }"
    }
  }

  /// A model behind its front end, as lilt-train would leave it.
  func trained() throws -> ModelFile {
    let frontend = Frontend(try JSON(parsing: frontend.utf8).canonical)
    let features = try frontend.settings(of: "features", as: FeatureSettings.self)
    let shape = try Extractor(features, rate: 22050).plan(for: []).axes.shape
    let training = try TrainSettings(
      parsing: #"{ model: \#(model), epochs: 1, batch: 8, checkpoint: "last" }"#.utf8)
    var random = Random(Seed(1))
    let rows = try ArrayRows((0..<8 * shape.reduce(1, *)).map { _ in Float(random.uniform(-1, 1)) }, shape: shape)
    let names = (0..<8).map { "emotion \($0)" }
    let data = try Dataset(rows: rows, labels: Array(0..<8), names: names)
    let model = try Trainer(training, threads: 1).train(data, train: Array(0..<8), validation: [])
    return ModelFile(.network(NetworkClassifier(model)), frontend: frontend, split: "", fold: "", key: "")
  }
}

extension Bench {
  /// Times a model on one file after another, from decoding to the answer; the best and the median are of single files.
  func classification(_ job: ClassifyJob) throws -> [String] {
    let listener = try Listener(Recognition([job.trained()]), threads: options.jobs)
    let paths = try paths()
    for path in paths.prefix(3) { _ = try listener.hear(path: path) }
    let timings = try (0..<options.repetitions).flatMap { _ in
      try paths.map { path in try Timing.of { _ = try listener.hear(path: path) } }
    }
    return Measure.milliseconds.lines("classify-\(job.rawValue)", timings)
  }
}
