import Graph
import Networks
import Store

// Tensors under their paths in a group. Groups know no order, so the paths in the order of the forward pass are attached
// to the group as `parameters`.

extension OutputFile {
  /// Writes tensors under a group, for example `conv1/weight` to `/model/conv1/weight`.
  func write(_ parameters: [NamedTensor], to group: String, compressed: Bool = true) throws {
    try makeGroup(group)
    try attach("parameters", texts: parameters.map(\.path), to: group)
    for parameter in parameters {
      let tensor = parameter.tensor
      try write("\(group)/\(parameter.path)", tensor.values, shape: tensor.shape, compressed: compressed)
    }
  }
}

extension InputFile {
  /// Reads the tensors under a group, in the order in which they were written, and refuses any that is not all real
  /// numbers.
  func parameters(of group: String) throws -> [NamedTensor] {
    let names = try attachedTexts("parameters", of: group)
    guard Set(names).count == names.count else {
      throw ModelError(cannot: "read", path, "\(group)@parameters lists one of them twice")
    }
    return try names.map { name in
      let path = "\(group)/\(name)"
      guard let shape = shape(of: path) else {
        throw ModelError(cannot: "read", self.path, "\(path) is missing, which \(group) lists")
      }
      return try NamedTensor(path: name, tensor: Tensor(shape: shape, values: array(path)))
    }
  }
}
