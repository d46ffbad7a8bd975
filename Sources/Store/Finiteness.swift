/// Whether none of many numbers is infinite or not a number, at the speed of memory.
///
/// An exponent of all ones is the mark of both. Adding one at its lowest place carries into the sign's place for that
/// exponent and for no other, so that a whole array is asked with three whole-number operations an element.
public func areFinite(_ values: UnsafeBufferPointer<Float>) -> Bool {
  var marks: UInt32 = 0
  for value in values { marks |= (value.bitPattern & 0x7F80_0000) &+ 0x0080_0000 }
  return marks & 0x8000_0000 == 0
}

/// Whether none of many numbers is infinite or not a number.
public func areFinite(_ values: UnsafeBufferPointer<Double>) -> Bool {
  var marks: UInt64 = 0
  for value in values { marks |= (value.bitPattern & 0x7FF0_0000_0000_0000) &+ 0x0010_0000_0000_0000 }
  return marks & 0x8000_0000_0000_0000 == 0
}

extension InputFile {
  /// Reads an array that may hold nothing but real numbers.
  public func finiteArray(_ path: String, of type: Float.Type = Float.self) throws -> [Float] {
    let values: [Float] = try array(path)
    guard values.withUnsafeBufferPointer(areFinite) else { throw notFinite(values, path) }
    return values
  }

  /// Reads an array that may hold nothing but real numbers.
  public func finiteArray(_ path: String, of type: Double.Type) throws -> [Double] {
    let values: [Double] = try array(path)
    guard values.withUnsafeBufferPointer(areFinite) else { throw notFinite(values, path) }
    return values
  }

  private func notFinite(_ values: [some BinaryFloatingPoint], _ path: String) -> StoreError {
    let place = values.firstIndex { !$0.isFinite } ?? 0
    return refusal(path, "is damaged: it holds \(Double(values[place])) at element \(place); expected finite numbers")
  }

  /// A row by its name, for messages: `row 'crema-d/1001_DFA_ANG_XX'`, or by its number where it has none.
  func spokenRow(_ row: Int) -> String {
    guard let names = try? texts("/rows/id"), names.indices.contains(row) else { return "row \(row)" }
    return "row '\(names[row])'"
  }
}
