import Settings

/// Hugging Face's safetensors format: a JSON header with every tensor's type, shape and place, then the bytes.
public enum Safetensors {
  /// The bytes of a `.safetensors` file, the same for the same tensors whatever their order.
  /// - Parameter metadata: texts to keep beside the tensors.
  public static func encoded(_ tensors: [ExportTensor], metadata: [String: String] = [:]) throws -> [UInt8] {
    // Wider numbers first, which keeps everything aligned, then by name.
    let sorted = tensors.sorted { ($1.width, $0.name) < ($0.width, $1.name) }
    var names: Set<String> = []
    var entries: [String] = []
    if !metadata.isEmpty {
      entries.append("\"__metadata__\":" + JSON.object(metadata.mapValues(JSON.string)).canonical)
    }
    var place = 0
    for tensor in sorted {
      try tensor.requireFullShape()
      guard names.insert(tensor.name).inserted, tensor.name != "__metadata__" else {
        throw ExportError.duplicate(tensor.name)
      }
      let end = place + tensor.count * tensor.width
      let shape = JSON.array(tensor.shape.map(JSON.integer)).canonical
      entries.append(
        JSON.string(tensor.name).canonical
          + ":{\"dtype\":\"\(tensor.typeName)\",\"shape\":\(shape),\"data_offsets\":[\(place),\(end)]}")
      place = end
    }
    var header = Array("{\(entries.joined(separator: ","))}".utf8)
    // Spaces bring the numbers to an address that eight divides.
    header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
    var bytes = withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init)
    bytes.reserveCapacity(bytes.count + header.count + place)
    bytes += header
    for tensor in sorted { bytes += tensor.bytes }
    return bytes
  }
}

extension ExportTensor {
  fileprivate var width: Int {
    switch elements {
    case .floats: 4
    case .integers: 8
    }
  }

  fileprivate var typeName: String {
    switch elements {
    case .floats: "F32"
    case .integers: "I64"
    }
  }
}
