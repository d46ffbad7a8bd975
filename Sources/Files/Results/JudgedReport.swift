import Reports
import Settings

extension Judged {
  /// A report of what the file holds, to which everything else may be added.
  public var report: Report {
    var report = Report(title: recipe, results: results)
    report.isSynthetic = isSynthetic
    report.recipe = text
    report.claim = claim
    report.settings = settings.readable
    return report
  }

  /// The recipe on the split to quote, to be set beside others.
  public var system: Comparison.System {
    var system = Comparison.System(name: recipe, recipe: text, settings: settings.canonical, result: results[0])
    system.isSynthetic = isSynthetic
    return system
  }
}
