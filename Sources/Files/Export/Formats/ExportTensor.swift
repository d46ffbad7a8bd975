import Settings

/// Numbers with a name and a shape, on their way into a file.
public struct ExportTensor: Sendable, Equatable {
  /// The numbers, row by row.
  public enum Elements: Sendable, Equatable {
    /// Single precision.
    case floats([Float])
    /// 64-bit whole numbers.
    case integers([Int64])
  }

  /// A name such as `conv1.weight`.
  public let name: String
  /// Extents, the slowest axis first.
  public let shape: [Int]
  /// The numbers.
  public let elements: Elements

  /// Single-precision numbers.
  public init(_ name: String, _ shape: [Int], _ values: [Float]) {
    self.init(name: name, shape: shape, elements: .floats(values))
  }

  /// Whole numbers, such as places.
  public init(_ name: String, _ values: [Int]) {
    self.init(name: name, shape: [values.count], elements: .integers(values.map(Int64.init)))
  }

  init(name: String, shape: [Int], elements: Elements) {
    self.name = name
    self.shape = shape
    self.elements = elements
  }

  /// How many numbers there are.
  var count: Int {
    switch elements {
    case .floats(let values): values.count
    case .integers(let values): values.count
    }
  }

  /// Little-endian, as both formats keep them.
  var bytes: [UInt8] {
    switch elements {
    case .floats(let values): values.map(\.bitPattern.littleEndian).withUnsafeBytes(Array.init)
    case .integers(let values): values.map(\.littleEndian).withUnsafeBytes(Array.init)
    }
  }

  func requireFullShape() throws {
    guard shape.reduce(1, *) == count else { throw ExportError.shape(name, shape, found: count) }
  }
}

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

/// Why something could not be exported.
public enum ExportError: Error, CustomStringConvertible, Equatable {
  /// A tensor whose numbers do not fill its shape.
  case shape(String, [Int], found: Int)
  /// Two things of one name.
  case duplicate(String)
  /// A node that reads what nothing before it has made.
  case undefined(String, node: String)
  /// A graph with nothing to compute.
  case noOutput(String)
  /// An operation that the format cannot say.
  case untranslatable(String, cause: String)
  /// Classifiers that are none, or that do not belong together.
  case classifiers(String)
  /// More bytes than the format can hold.
  case tooLarge(Int)

  /// One sentence.
  public var description: String {
    switch self {
    case .shape(let name, let shape, let found):
      "cannot export '\(name)': shape \(shape) needs \(shape.reduce(1, *)) numbers, found \(found)"
    case .duplicate(let name): "cannot export '\(name)': the name is taken; expected every name once"
    case .undefined(let name, let node): "cannot export '\(node)': nothing before it makes its input '\(name)'"
    case .noOutput(let name): "cannot export '\(name)': it has no output"
    case .untranslatable(let operation, let cause): "cannot export '\(operation)': \(cause)"
    case .classifiers(let name):
      "cannot export '\(name)': expected one classifier or several that take the same rows and know the same classes"
    case .tooLarge(let bytes): "cannot export the model: it takes \(bytes) bytes; ONNX holds at most 2147483647"
    }
  }
}
