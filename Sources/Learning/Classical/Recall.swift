/// Unweighted average recall in [0, 1]: the mean over the classes that occur of the share of their rows that were found.
func unweightedAverageRecall(_ predicted: [Int], truth: [Int], classes: Int) -> Double {
  var found = [Int](repeating: 0, count: classes)
  var rows = [Int](repeating: 0, count: classes)
  for (guess, label) in zip(predicted, truth) {
    rows[label] += 1
    if guess == label { found[label] += 1 }
  }
  let recalls = zip(found, rows).filter { $0.1 > 0 }.map { Double($0.0) / Double($0.1) }
  return recalls.isEmpty ? 0 : recalls.reduce(0, +) / Double(recalls.count)
}
