import Classical
import Classifiers
import Graph
import Networks

extension ONNXGraph {
  /// The name of a classifier's input: rows of features as `features.h5` holds them, [batch, …].
  public static let rowsName = "rows"
  /// The name of a classifier's output: [batch, class], each row positive and of sum 1.
  public static let probabilitiesName = "probabilities"

  /// Classifiers from rows of features to the mean of their probabilities, scaler and softmax included.
  ///
  /// A graph knows no speakers and no corpora: it scales every row by the scaler's group "", and where there is none, it
  /// takes rows that were scaled before.
  public init(_ classifiers: [Classifier], name: String) throws {
    self.init(name: name)
    guard let shape = classifiers.first?.inputShape, let labels = classifiers.first?.labels,
      classifiers.allSatisfy({ $0.inputShape == shape && $0.labels == labels })
    else { throw ExportError.classifiers(name) }
    let rows = input(Self.rowsName, [.named("batch")] + shape.map(Extent.fixed))
    var distributions: [Value] = []
    for (index, classifier) in classifiers.enumerated() {
      let prefix = classifiers.count > 1 ? "model\(index)." : ""
      let scaled = scale(rows, shape: shape, by: classifier.scaler, prefix: prefix)
      switch classifier {
      case .network(let network): distributions += try add(network.model, scaled, prefix: prefix)
      case .classical(let classical): distributions.append(add(classical, scaled, prefix: prefix))
      }
    }
    output(mean(of: distributions), as: Self.probabilitiesName, [.named("batch"), .fixed(labels.count)])
  }

  /// (x − offset) · factor, with an offset and a factor for each element or for each line of a row.
  private mutating func scale(_ rows: Value, shape: [Int], by scaler: FittedScaler, prefix: String) -> Value {
    guard let group = scaler.groups[""] else { return rows }
    let extents = [1] + (scaler.run == 1 ? shape : [shape[0]] + shape.dropFirst().map { _ in 1 })
    let offset = constant(ExportTensor("\(prefix)scaler.offset", extents, group.offset))
    let factor = constant(ExportTensor("\(prefix)scaler.factor", extents, group.factor))
    return multiply(subtract(rows, offset), factor)
  }

  /// The distribution that each of a model's networks gives.
  private mutating func add(_ model: TrainedModel, _ rows: Value, prefix: String) throws -> [Value] {
    // A prime that no layer has as an extent.
    let batch = 7919
    return try model.members.enumerated().map { index, member in
      let inner = model.members.count > 1 ? "\(prefix)member\(index)." : prefix
      var translation = Translation(into: self, prefix: inner, batch: batch)
      let logits = try translation.add(try model.logits(of: member, rows: batch), rows: rows)
      self = translation.graph
      return softmax(logits, axis: 1)
    }
  }

  private mutating func add(_ classical: ClassicalClassifier, _ rows: Value, prefix: String) -> Value {
    let (weights, biases) = (classical.wideWeights, classical.model.classifier.biases)
    let margins = denseOverLastAxis(
      flatten(rows),
      weight: ExportTensor("\(prefix)weights", [weights.count / biases.count, biases.count], weights),
      bias: ExportTensor("\(prefix)biases", [biases.count], biases.map { Float($0) }))
    return softmax(margins, axis: 1)
  }

  private mutating func mean(of values: [Value]) -> Value {
    guard values.count > 1 else { return values[0] }
    let sum = values.dropFirst().reduce(values[0]) { add($0, $1) }
    return multiply(sum, constant(ExportTensor("share", [], [1 / Float(values.count)])))
  }
}

extension ClassicalClassifier {
  /// The weights of all features of a row, zero for those that the model does not look at.
  fileprivate var wideWeights: [Float] {  // [feature, class]
    let weights = model.classifier.weights
    let size = inputShape.reduce(1, *)
    var wide = [Float](repeating: 0, count: size * weights.columns)
    for (row, column) in (selection?.columns ?? Array(0..<size)).enumerated() {
      for label in 0..<weights.columns { wide[column * weights.columns + label] = Float(weights[row, label]) }
    }
    return wide
  }
}

extension Classifier {
  /// Every number that the classifier holds, for those who build it in another library: weights and running statistics
  /// under their paths, and the scaler's offsets and factors.
  public func tensors(prefix: String = "") -> [ExportTensor] {
    var tensors: [ExportTensor] = []
    if let group = scaler.groups[""] {
      tensors.append(ExportTensor("\(prefix)scaler.offset", [group.offset.count], group.offset))
      tensors.append(ExportTensor("\(prefix)scaler.factor", [group.factor.count], group.factor))
    }
    switch self {
    case .network(let network):
      let model = network.model
      for (index, member) in model.members.enumerated() {
        let inner = model.members.count > 1 ? "\(prefix)member\(index)." : prefix
        tensors += member.parameters.map { parameter in
          let name = inner + parameter.path.replacing("/", with: ".")
          return ExportTensor(name, parameter.tensor.shape, parameter.tensor.values)
        }
      }
    case .classical(let classical):
      if let columns = classical.selection?.columns {
        tensors.append(ExportTensor("\(prefix)columns", columns))
      }
      tensors += classical.model.arrays.map { array in
        let name = prefix + array.path.replacing("/", with: ".")
        return ExportTensor(name, array.shape, array.values.map { Float($0) })
      }
    }
    return tensors
  }
}
