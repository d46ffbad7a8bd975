import Classical
import Networks
import Settings

/// The `train` section of a recipe. Which settings it may hold follows from the `model` that it names: a network has
/// epochs and an optimiser, a classical model has neither.
///
/// ```json5
/// train: { model: { cnn1d: {} }, epochs: 50 }
/// train: { model: { logistic: { costs: [0.01, 0.1] } }, scaler: "standard" }
/// ```
public enum TrainSection: Settings {
  /// What it is for; its keys are those of networks and those of classical models.
  public static let about = About("The model and how it learns.") {
    NetworkSettings.about.keys
    ClassicalSettings.about.keys.filter { key in !NetworkSettings.about.keys.contains { $0.name == key.name } }
  }

  /// Either settings, by the model's name.
  public static var form: Form { .either([.object(NetworkSettings.self), .object(ClassicalSettings.self)]) }

  /// A network and how it learns.
  case network(NetworkSettings)
  /// A classical model and how its features are scaled.
  case classical(ClassicalSettings)

  /// The network that a recipe gets when it says nothing.
  public init() { self = .network(NetworkSettings()) }

  /// Looks at the model's name first.
  public init(from decoder: any Decoder) throws {
    let model = try decoder.container(keyedBy: ModelKey.self).decodeIfPresent(JSON.self, forKey: .model)
    let names = classicalLearners.map { $0.name }
    switch model {
    case .string(let name)? where names.contains(name): self = .classical(try ClassicalSettings(from: decoder))
    case .object(let object)? where object.count == 1 && names.contains(object.keys.first ?? ""):
      self = .classical(try ClassicalSettings(from: decoder))
    case .string(let name)?: self = try Self.network(name, decoder)
    case .object(let object)? where object.count == 1: self = try Self.network(object.keys.first ?? "", decoder)
    default: self = .network(try NetworkSettings(from: decoder))
    }
  }

  /// Writes the settings of whichever it is.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .network(let settings): try settings.encode(to: encoder)
    case .classical(let settings): try settings.encode(to: encoder)
    }
  }

  /// Checks the settings of whichever it is.
  public func validate() throws {
    switch self {
    case .network(let settings): try settings.check()
    case .classical(let settings): try settings.check()
    }
  }

  private enum ModelKey: String, CodingKey { case model }

  /// A network's settings, unless the model's name is none at all: then the classical names are suggested too.
  private static func network(_ name: String, _ decoder: any Decoder) throws -> TrainSection {
    let names = Set(classicalLearners.map { $0.name } + Models.all.map { $0.name })
    guard names.contains(name) else {
      let place = decoder.codingPath.map(\.stringValue) + ["model"]
      throw SettingsError(path: place, problem: "unknown model '\(name)'" + Suggestion.text(for: name, among: names))
    }
    return .network(try NetworkSettings(from: decoder))
  }
}

/// The `train` section for a classical model. There is no seed and no epoch: each has one best solution, and what there
/// is to choose, inner folds of the training speakers choose.
public struct ClassicalSettings: Settings {
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    A classical model and how its features are scaled. There is no seed and no epoch: each has one best \
    solution, and what there is to choose, inner folds of the training speakers choose.
    """, title: "a classical model"
  ) {
    Key("model", "The classical model.", example: "model: { logistic: { costs: [0.01, 0.1] } }")
    Key("scaler", "How features are brought to a common size.", example: "scaler: { standard: { by: \"speaker\" } }")
    Key("select", "Chooses features first; all are taken without it.", example: "select: { by: \"family\" }")
  }

  /// The learner.
  public var model = ClassicalChoice(Logistic())
  /// How features are brought to a common size.
  public var scaler = ScalerChoice(StandardScaler())
  /// Chooses features first; all are taken without it.
  public var select: SelectSettings?

  /// Logistic regression over standardised features.
  public init() {}
}
