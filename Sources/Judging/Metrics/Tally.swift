/// The counts per class of a group of rows, in a form that adds up fast over thousands of resamples.
struct Tally {
  private(set) var hits: [Int]  // [class]
  private(set) var support: [Int]  // [class]
  private(set) var predicted: [Int]  // [class]

  init(classes: Int) {
    hits = [Int](repeating: 0, count: classes)
    support = hits
    predicted = hits
  }

  init(of rows: some Sequence<Prediction>, classes: Int) {
    self.init(classes: classes)
    for row in rows {
      support[row.truth] += 1
      predicted[row.guess] += 1
      if row.isRight { hits[row.truth] += 1 }
    }
  }

  var scores: Scores { Scores(hits: hits, support: support, predicted: predicted) }

  /// The sum of tallies, each as often as it was drawn.
  static func sum(of tallies: [Tally], times: [Int], classes: Int) -> Tally {
    var sum = Tally(classes: classes)
    for (tally, times) in zip(tallies, times) where times > 0 {
      for index in 0..<classes {
        sum.hits[index] += times * tally.hits[index]
        sum.support[index] += times * tally.support[index]
        sum.predicted[index] += times * tally.predicted[index]
      }
    }
    return sum
  }
}
