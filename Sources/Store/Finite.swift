extension UnsafeMutableBufferPointer<Float> {
  /// The place of the first number that is infinite or none; nil where all are real.
  ///
  /// A number is neither where its eight exponent bits are not all set. Blocks are looked at as a whole first, at the speed
  /// of memory.
  var firstIndexNotFinite: Int? {
    let block = 512
    var place = 0
    while place < count {
      let end = Swift.min(count, place + block)
      var worst: UInt32 = 0
      for index in place..<end { worst = Swift.max(worst, self[index].bitPattern & 0x7FFF_FFFF) }
      if worst >= 0x7F80_0000 { return (place..<end).first { !self[$0].isFinite } }
      place = end
    }
    return nil
  }
}
