import Determinism

@testable import HDF5
@testable import Store

/// Everything that a file holds, in memory, to be written again by the C library with something changed: every checksum
/// and hash fits, and only the values are not what they should be.
struct Transcript {
  /// Numbers or texts.
  private enum Values {
    case float32([Float]), float64([Double]), int64([Int64]), uint64([UInt64]), uint8([UInt8]), texts([String])
  }

  private struct Attribute {
    let name: String
    var shape: [Int]
    var values: Values
  }

  private struct Object {
    let path: String
    var attributes: [Attribute] = []
    /// Nil for a group.
    var array: (shape: [Int], chunk: [Int], isCompressed: Bool, values: Values)?
  }

  private var objects: [Object] = []

  /// Reads a sound file.
  init(_ path: String) throws {
    let reader = try FileReader(path)
    try take(reader.object(at: reader.root, path: "/"), reader)
  }

  private mutating func take(_ object: StoredObject, _ reader: FileReader) throws {
    var taken = Object(path: object.path)
    for name in object.attributes.names where name != TextSeal.attribute {
      guard let attribute = object.attributes[name], let type = attribute.type else { continue }
      let all = object.attributes
      let values: Values? =
        switch type {
        case .text: .texts(try all.texts(name))
        case .int64: .int64(try all.numbers(name))
        case .uint64: .uint64(try all.numbers(name))
        case .uint8: .uint8(try all.numbers(name))
        case .float64: .float64(try all.numbers(name))
        default: nil
        }
      if let values { taken.attributes.append(Attribute(name: name, shape: attribute.shape, values: values)) }
    }
    switch object.kind {
    case .group(let links):
      objects.append(taken)
      for link in links {
        let path = (object.path == "/" ? "" : object.path) + "/" + link.name
        try take(reader.object(at: link.address, path: path), reader)
      }
    case .dataset(let dataset):
      guard let shape = dataset.shape, let type = dataset.type else { return }
      let isEmpty = shape.elementCount == 0
      let values: Values =
        switch type {
        case .text: .texts(isEmpty ? [] : try dataset.readTexts())
        case .float32: .float32(isEmpty ? [] : try dataset.read())
        case .float64: .float64(isEmpty ? [] : try dataset.read())
        default: .int64(isEmpty ? [] : try dataset.read())
        }
      taken.array = (shape, dataset.storage.chunk, dataset.storage.filters.count > 1, values)
      objects.append(taken)
    case .other: break
    }
  }

  /// Writes the file.
  func write(to path: String) throws {
    let file = try HDF5File.create(path)
    for object in objects {
      if let array = object.array {
        let type = Transcript.type(of: array.values)
        let limits: [Int?] = [nil] + array.shape.dropFirst().map { $0 == 0 ? nil : $0 }
        let layout = ChunkLayout(chunk: array.chunk, maximum: limits, compressed: array.isCompressed)
        let made = try file.makeDataset(object.path, type, shape: array.shape, layout: layout)
        switch array.values {
        case .float32(let values): try made.write(values)
        case .float64(let values): try made.write(values)
        case .int64(let values): try made.write(values)
        case .uint64(let values): try made.write(values)
        case .uint8(let values): try made.write(values)
        case .texts(let values): try made.write(texts: values)
        }
        try attach(object, to: made.attributes)
        try made.close()
      } else {
        let group = try object.path == "/" ? file.root() : file.makeGroup(object.path)
        try attach(object, to: group.attributes)
        try group.close()
      }
    }
    try file.close()
  }

  private func attach(_ object: Object, to attributes: Attributes) throws {
    var seal = TextSeal()
    var texts: [(name: String, texts: [String])] = []
    if case .texts(let own)? = object.array?.values { seal.add(own) }
    for attribute in object.attributes {
      let (name, shape) = (attribute.name, attribute.shape)
      switch attribute.values {
      case .float32(let values): try attributes.write(name, values, shape: shape)
      case .float64(let values): try attributes.write(name, values, shape: shape)
      case .int64(let values): try attributes.write(name, values, shape: shape)
      case .uint64(let values): try attributes.write(name, values, shape: shape)
      case .uint8(let values): try attributes.write(name, values, shape: shape)
      case .texts(let values):
        try attributes.write(name, texts: values, shape: shape)
        texts.append((name, values))
      }
    }
    try attributes.write(TextSeal.attribute, seal.finish(attributes: texts))
  }

  private static func type(of values: Values) -> ElementType {
    switch values {
    case .float32: .float32
    case .float64: .float64
    case .int64: .int64
    case .uint64: .uint64
    case .uint8: .uint8
    case .texts: .text
    }
  }

  /// Changes one value, or what there is of an array, or leaves an object out; says what.
  mutating func change(by chance: inout Chance) -> String {
    let place = Int.random(in: objects.indices, using: &chance)
    let object = objects[place]
    if let array = object.array, object.attributes.isEmpty || Bool.random(using: &chance) {
      if Int.random(in: 0..<6, using: &chance) == 0, array.shape.count == 1, array.shape[0] > 0 {
        let grows = Bool.random(using: &chance)
        objects[place].array!.shape[0] += grows ? 1 : -1
        objects[place].array!.values = Transcript.resized(array.values, grows: grows)
        return "\(object.path) is \(grows ? "longer" : "shorter") by one"
      }
      if Int.random(in: 0..<30, using: &chance) == 0 {
        objects.remove(at: place)
        return "\(object.path) is missing"
      }
      let (values, word) = Transcript.changed(array.values, by: &chance)
      objects[place].array!.values = values
      return "\(object.path) \(word)"
    }
    guard let index = object.attributes.indices.randomElement(using: &chance) else { return "nothing" }
    let name = "\(object.path)@\(object.attributes[index].name)"
    if Int.random(in: 0..<20, using: &chance) == 0 {
      objects[place].attributes.remove(at: index)
      return "\(name) is missing"
    }
    let (values, word) = Transcript.changed(object.attributes[index].values, by: &chance)
    objects[place].attributes[index].values = values
    fitHash(of: object.path, place)
    return "\(name) \(word)"
  }

  /// A front end that was changed by somebody with care has its hash.
  private mutating func fitHash(of path: String, _ place: Int) {
    guard let frontend = objects[place].attributes.first(where: { $0.name == "frontend" }),
      case .texts(let texts) = frontend.values,
      let hash = objects[place].attributes.firstIndex(where: { $0.name == "frontendSHA256" })
    else { return }
    objects[place].attributes[hash].values = .texts(texts.map { Digest(of: $0).description })
  }

  private static func resized(_ values: Values, grows: Bool) -> Values {
    func changed<Value>(_ all: [Value]) -> [Value] { grows ? all + [all[all.count - 1]] : Array(all.dropLast()) }
    return switch values {
    case .float32(let all): .float32(changed(all))
    case .float64(let all): .float64(changed(all))
    case .int64(let all): .int64(changed(all))
    case .uint64(let all): .uint64(changed(all))
    case .uint8(let all): .uint8(changed(all))
    case .texts(let all): .texts(changed(all))
    }
  }

  private static func changed(_ values: Values, by chance: inout Chance) -> (Values, String) {
    func set<Value>(_ all: [Value], _ choices: [Value]) -> ([Value], String) {
      guard !all.isEmpty else { return (all, "is empty as before") }
      var all = all
      let index = Int.random(in: all.indices, using: &chance), value = choices.randomElement(using: &chance)!
      all[index] = value
      return (all, "[\(index)] = \("\(value)".prefix(200))")
    }
    let reals: [Double] = [
      .nan, .infinity, -.infinity, 1e308, -1e308, .leastNonzeroMagnitude, 0, -1, 1e38, 3.5e38, 0.5,
    ]
    switch values {
    case .float32(let all):
      let (new, word) = set(all, reals.map { Float($0) })
      return (.float32(new), word)
    case .float64(let all):
      let (new, word) = set(all, reals)
      return (.float64(new), word)
    case .int64(let all):
      let old = all.randomElement(using: &chance) ?? 0
      let (new, word) = set(
        all,
        [
          .min, .max, -1, -2, 0, 1, 2, 1 << 31, 1 << 32, 1 << 53, 1 << 62, .max - 1, old &+ 1, old &- 1,
          .random(in: .min ... .max, using: &chance), .random(in: 0..<1000, using: &chance),
        ])
      return (.int64(new), word)
    case .uint64(let all):
      let (new, word) = set(all, [0, .max, 1 << 63, .random(in: .min ... .max, using: &chance)])
      return (.uint64(new), word)
    case .uint8(let all):
      let (new, word) = set(all, [0, 1, 2, 127, 128, 255])
      return (.uint8(new), word)
    case .texts(let all):
      let old = all.randomElement(using: &chance) ?? ""
      let (new, word) = set(
        all,
        [
          "", "\u{1B}[2J\u{7}", "a\tb\nc", "../../../etc/passwd", "/", "null", "{}", "[]", "<script>",
          String(repeating: "x", count: 70_000), all.randomElement(using: &chance) ?? "",
          changedNumber(old, by: &chance),
          changedNumber(old, by: &chance), changedNumber(old, by: &chance), String(old.dropLast()),
        ])
      return (.texts(new), word)
    }
  }

  /// A text with one of the numbers in it replaced.
  private static func changedNumber(_ text: String, by chance: inout Chance) -> String {
    var runs: [Range<String.Index>] = []
    var place = text.startIndex
    while let start = text[place...].firstIndex(where: \.isNumber) {
      let end = text[start...].firstIndex { !$0.isNumber } ?? text.endIndex
      runs.append(start..<end)
      place = end
    }
    guard let run = runs.randomElement(using: &chance) else { return text + "0" }
    let numbers = [
      "0", "-1", "1", "2", "1000000", "4294967296", "4611686018427387904", "9223372036854775807", "1e308", "1e-308",
      "0.5", "null", "true", "[]",
    ]
    return text.replacingCharacters(in: run, with: numbers.randomElement(using: &chance)!)
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + self[range.upperBound...]
  }
}

extension Transcript {
  /// The name of a file's first row; nil where it has none.
  static func firstRow(of path: String) throws -> String? {
    let file = try InputFile(path, expecting: Schema.all)
    return file.contains("/rows/id") ? try file.texts("/rows/id").first : nil
  }
}
