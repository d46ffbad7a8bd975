import Graph
import Settings

/// A network that a recipe picks by name: its settings are its stored properties, its forward pass is one method.
///
/// ```swift
/// public struct Perceptron: Model {
///   public static let name = "perceptron"
///   public init() {}
///   public func callAsFunction(_ x: Variable, classes: Int) throws -> Variable {
///     try DenseLayer(classes, "output")(x.flattened())
///   }
/// }
/// ```
public protocol Model: Named {
  /// The forward pass from rows [batch, features...] to logits [batch, classes].
  func callAsFunction(_ x: Variable, classes: Int) throws -> Variable
}

/// The models that recipes can name.
public enum Models {
  /// One line per model.
  public static let all: [any Model.Type] = [
    MLP.self, CNN1D.self, CNN2D.self, WindowCNN.self, WindowLSTM.self, CNNBiLSTM.self,
  ]
}

/// A model chosen by name: `"mlp"` or `{ mlp: { hidden: [300] } }`.
public struct ModelChoice: NamedChoice {
  /// What the alternatives are.
  public static let kind = "model"
  /// All that a recipe may name.
  public static var alternatives: [any Named.Type] { Models.all }

  /// The chosen model.
  public var model: any Model

  /// A choice made in code.
  public init(_ model: any Model) { self.model = model }

  /// Reads a name, or an object with that one key.
  public init(from decoder: any Decoder) throws {
    model = try decoder.choice(for: ModelChoice.self) as! any Model
  }

  /// Writes an object with the name as its key.
  public func encode(to encoder: any Encoder) throws { try encoder.encode(choice: model) }

  /// Choices are equal when they would be written alike.
  public static func == (a: ModelChoice, b: ModelChoice) -> Bool { isEqual(a.model, b.model) }
}

/// Equality of two settings values whose types are known only at run time.
func isEqual(_ a: any Settings, _ b: any Settings) -> Bool {
  func compare<A: Settings>(_ a: A) -> Bool { (b as? A) == a }
  return compare(a)
}
