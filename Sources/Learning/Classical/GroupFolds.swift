/// Rows to fit on and rows to score on, both ascending.
public struct Fold: Sendable, Equatable {
  /// Rows to fit on.
  public let training: [Int]
  /// Rows to score on, whose groups have no row in `training`.
  public let validation: [Int]
}

/// Splits rows into folds that share no group.
///
/// Groups are dealt from the largest to the smallest (by name where they are equal), each to the fold that has the
/// fewest rows so far, so the same rows always give the same folds.
/// - Parameter count: how many folds; fewer when there are fewer groups.
public func groupFolds(of groups: [String], count: Int) throws -> [Fold] {
  var sizes: [String: Int] = [:]
  for group in groups { sizes[group, default: 0] += 1 }
  guard sizes.count > 1 else {
    throw ClassicalError.examples("they come from \(sizes.count) group; expected two or more to split inner folds by")
  }
  let ordered = sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
  var rows = [Int](repeating: 0, count: min(max(count, 2), sizes.count))
  var foldOfGroup: [String: Int] = [:]
  for (group, size) in ordered {
    let smallest = rows.indices.min { rows[$0] < rows[$1] }!
    foldOfGroup[group] = smallest
    rows[smallest] += size
  }
  return rows.indices.map { fold in
    let isHeldOut = groups.map { foldOfGroup[$0] == fold }
    return Fold(
      training: groups.indices.filter { !isHeldOut[$0] }, validation: groups.indices.filter { isHeldOut[$0] })
  }
}
