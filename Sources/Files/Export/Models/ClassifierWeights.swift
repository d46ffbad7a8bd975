import Classical
import Classifiers
import Graph
import Networks

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
