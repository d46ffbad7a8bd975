import Plotting

extension Report {
  /// How each fold's model learned.
  var learningSection: Section? {
    let learned = results.filter { !$0.histories.isEmpty }
    guard !learned.isEmpty else { return nil }
    return Section("learning", "Learning curves") {
      paragraph(
        "Loss is what training lowers. Where the training line goes on falling and the validation line turns up, the model "
          + "begins to learn its clips by heart; the dot is the epoch whose weights were kept.")
      for result in learned {
        if learned.count > 1 { tag("h3") { "Split “\(result.name)”" } }
        pictures(curves(of: result))
      }
    }
  }

  /// The folds' curves, all over the same ranges so that the eye can compare them.
  private func curves(of result: SplitResult) -> [Picture] {
    let panels = result.histories.map(\.panels.count).max() ?? 0
    let ranges = (0..<panels).map { index in
      LearningCurve.range(
        of: result.histories.compactMap { $0.panels.indices.contains(index) ? $0.panels[index] : nil })
    }
    return result.histories.map { history in
      LearningCurve(
        title: "Fold \(history.fold + 1)", panels: history.panels, kept: history.kept, ranges: ranges
      ).picture()
    }
  }
}
