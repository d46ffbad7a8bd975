extension ONNXGraph {
  /// The operator set that the nodes are written for: ONNX 1.12 of 2022, which every current runtime takes.
  static let operatorSet = 17
  /// The version of the file format that goes with it.
  static let formatVersion = 8

  /// The bytes of an `.onnx` file, the same for the same graph.
  /// - Parameters:
  ///   - producer: the program that writes it, and its version.
  ///   - metadata: texts to keep beside the model, such as its labels and its front end's settings.
  public func encoded(producer: String, version: String, metadata: [String: String] = [:]) throws -> [UInt8] {
    try validate()
    var model = ProtobufWriter()
    model.write(1, Self.formatVersion)
    model.write(2, producer)
    model.write(3, version)
    model.write(7) { $0.write(self) }
    model.write(8) { set in
      set.write(1, "")
      set.write(2, Self.operatorSet)
    }
    for (key, text) in metadata.sorted(by: { $0.key < $1.key }) {
      model.write(14) { entry in
        entry.write(1, key)
        entry.write(2, text)
      }
    }
    guard model.bytes.count <= Int32.max else { throw ExportError.tooLarge(model.bytes.count) }
    return model.bytes
  }
}

// Field numbers are those of onnx.proto.
extension ProtobufWriter {
  fileprivate mutating func write(_ graph: ONNXGraph) {
    for node in graph.finishedNodes { write(1) { $0.write(node) } }
    write(2, graph.name)
    for tensor in graph.constants { write(5) { $0.write(tensor) } }
    for port in graph.inputs { write(11) { $0.write(port) } }
    for port in graph.outputs { write(12) { $0.write(port) } }
  }

  private mutating func write(_ node: ONNXGraph.Node) {
    for input in node.inputs { write(1, input) }
    for output in node.outputs { write(2, output) }
    write(3, node.name)
    write(4, node.operation)
    for (name, attribute) in node.attributes.sorted(by: { $0.key < $1.key }) {
      write(5) { message in
        message.write(1, name)
        message.write(attribute)
      }
    }
  }

  private mutating func write(_ attribute: ONNXGraph.Attribute) {
    let typeField = 20
    switch attribute {
    case .float(let value):
      write(2, value)
      write(typeField, 1)
    case .integer(let value):
      write(3, value)
      write(typeField, 2)
    case .text(let value):
      write(4, value)
      write(typeField, 3)
    case .integers(let values):
      for value in values { write(8, value) }
      write(typeField, 7)
    }
  }

  private mutating func write(_ tensor: ExportTensor) {
    for extent in tensor.shape { write(1, extent) }
    switch tensor.elements {
    case .floats: write(2, 1)
    case .integers: write(2, 7)
    }
    write(8, tensor.name)
    write(9, bytes: tensor.bytes)
  }

  private mutating func write(_ port: ONNXGraph.Port) {
    write(1, port.name)
    write(2) { type in
      type.write(1) { tensor in
        tensor.write(1, 1)
        tensor.write(2) { shape in
          for extent in port.shape {
            shape.write(1) { dimension in
              switch extent {
              case .fixed(let value): dimension.write(1, value)
              case .named(let name): dimension.write(2, name)
              }
            }
          }
        }
      }
    }
  }
}

/// Protocol Buffers' wire format, as far as ONNX needs it: fields in the order in which they are written.
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  /// A field holding a whole number.
  mutating func write(_ field: Int, _ value: Int) {
    key(field, wire: 0)
    varint(UInt64(bitPattern: Int64(value)))
  }

  /// A field holding a single-precision number.
  mutating func write(_ field: Int, _ value: Float) {
    key(field, wire: 5)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
  }

  /// A field holding text.
  mutating func write(_ field: Int, _ text: String) { write(field, bytes: Array(text.utf8)) }

  /// A field holding bytes.
  mutating func write(_ field: Int, bytes content: [UInt8]) {
    key(field, wire: 2)
    varint(UInt64(content.count))
    bytes += content
  }

  /// A field holding a message of its own.
  mutating func write(_ field: Int, message: (inout ProtobufWriter) -> Void) {
    var inner = ProtobufWriter()
    message(&inner)
    write(field, bytes: inner.bytes)
  }

  private mutating func key(_ field: Int, wire: Int) { varint(UInt64(field << 3 | wire)) }

  /// Seven bits a byte, the lowest first; the top bit says that more follow.
  private mutating func varint(_ value: UInt64) {
    var left = value
    while left > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: left) | 0x80)
      left >>= 7
    }
    bytes.append(UInt8(left))
  }
}
