import HDF5

/// Looks for numbers that are none, at the speed of memory: blocks are looked at as a whole first.
public enum Finite {
  /// The place of the first number that is infinite or none; nil where all are real.
  public static func firstBreach<Value: Element>(in values: UnsafeBufferPointer<Value>) -> Int? {
    switch Value.elementType {
    case .float32: values.withMemoryRebound(to: UInt32.self) { firstBreach(in: $0, exponent: 0x7F80_0000) }
    case .float64: values.withMemoryRebound(to: UInt64.self) { firstBreach(in: $0, exponent: 0x7FF0_0000_0000_0000) }
    default: nil
    }
  }

  /// A number is none where all bits of its exponent are set; then it is the greatest, the sign aside.
  @inline(__always)
  private static func firstBreach<Bits: FixedWidthInteger & UnsignedInteger>(
    in values: UnsafeBufferPointer<Bits>, exponent: Bits
  ) -> Int? {
    let block = 1024, magnitude = Bits.max >> 1
    var place = 0
    while place < values.count {
      let end = min(values.count, place + block)
      var greatest: Bits = 0
      for index in place..<end { greatest = max(greatest, values[index] & magnitude) }
      if greatest >= exponent { return (place..<end).first { values[$0] & magnitude >= exponent } }
      place = end
    }
    return nil
  }
}

extension InputFile {
  /// Refuses numbers that are infinite or none.
  /// - Parameter first: where they begin in the dataset.
  func checkFinite<Value: Element>(_ values: UnsafeBufferPointer<Value>, of path: String, from first: Int = 0) throws {
    guard let place = Finite.firstBreach(in: values) else { return }
    throw refusal(path, "holds \(values[place]) at element \(first + place); expected finite numbers")
  }

  /// A row by its name, for messages: `row 'crema-d/1001_DFA_ANG_XX'`, or by its number where it has none.
  func spokenRow(_ row: Int) -> String {
    guard let names = try? texts("/rows/id"), names.indices.contains(row) else { return "row \(row)" }
    return "row '\(names[row])'"
  }

  /// Whether every number of a dataset must be a real one: where the schema says so, and in parameters, scalers and
  /// states of training.
  func mustBeFinite(_ dataset: String) -> Bool {
    ["/model/", "/scaler/", "/state/"].contains(where: dataset.hasPrefix)
      || schema.items.contains { $0.range == .finite && SchemaCheck.matches(dataset, $0.path) }
  }
}
