import Audio
import Classifiers
import Features
import Models

/// Models with the front end that they were trained behind: all that turns a recording into probabilities. A plain value,
/// from which every thread makes its own `Listener`.
public struct Recognition: Sendable {
  /// The names of the classes, in the order of the probabilities.
  public let labels: [String]
  /// What is done to recordings first.
  public let cleaning: Cleaning

  let features: FeatureSettings
  let fitting: Fitting
  var classifiers: [Classifier]

  /// The shape of one row.
  var inputShape: [Int] { classifiers[0].inputShape }

  /// Opens a model, or an index of models, whose probabilities are then averaged.
  public init(_ path: String) throws {
    try self.init(ModelFile.all(at: path))
  }

  /// Puts models of one front end to work.
  public init(_ models: [ModelFile]) throws {
    guard let first = models.first else { throw ModelError(cannot: "use", "models", "there are none") }
    classifiers = models.map(\.model)
    labels = first.model.labels
    cleaning = try first.frontend.settings(of: "clean", as: Cleaning.self)
    var features = try first.frontend.settings(of: "features", as: FeatureSettings.self)
    if var windows = features.layout.layout as? WindowsLayout {
      // Training may draw windows at random; a recording is judged by all of them.
      windows.random = false
      windows.count = nil
      features.layout = LayoutChoice(windows)
    }
    self.features = features
    fitting = Fitting(cleaning, features)
  }

  /// The same models for parts of recordings: nothing is cut off but what lies outside of the part, and a part shorter
  /// than the clips of training is padded as they were.
  public func forParts() -> Recognition {
    var cleaning = cleaning, fitting = fitting
    cleaning.offset = 0
    cleaning.duration = nil
    cleaning.short = .keep
    fitting.cuts = false
    return Recognition(
      labels: labels, cleaning: cleaning, features: features, fitting: fitting, classifiers: classifiers)
  }

  private init(
    labels: [String], cleaning: Cleaning, features: FeatureSettings, fitting: Fitting, classifiers: [Classifier]
  ) {
    self.labels = labels
    self.cleaning = cleaning
    self.features = features
    self.fitting = fitting
    self.classifiers = classifiers
  }
}
