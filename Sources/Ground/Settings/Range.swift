// Every number that a recipe may set has a range: a number without one ends somewhere as a trap, a hang or an allocation that
// no machine can serve. The ranges stand beside the settings, in `validate()`.

/// Throws `Invalid` unless a number lies in a range: `hop must be from 1 to 16777216, found 0`.
/// - Parameters:
///   - name: the setting's name in recipes.
///   - value: the number; nothing is checked where a recipe leaves it out.
///   - unit: what it counts, where the name does not say so.
public func require<Value: Comparable>(
  _ name: String, _ value: Value?, in range: ClosedRange<Value>, _ unit: String = ""
) throws {
  guard let value, !range.contains(value) else { return }
  let unit = unit.isEmpty ? "" : " " + unit
  throw Invalid("\(name) must be from \(range.lowerBound) to \(range.upperBound)\(unit), found \(value)")
}

/// Throws `Invalid` unless all numbers of a list lie in a range and there are not too many of them.
public func require<Value: Comparable>(
  _ name: String, each values: [Value]?, in range: ClosedRange<Value>, count: ClosedRange<Int> = 0...1000
) throws {
  guard let values else { return }
  try require("the length of \(name)", values.count, in: count)
  for value in values { try require("each of \(name)", value, in: range) }
}
