/// One named score, as a row of a metrics table.
public struct Number: Sendable, Equatable, Encodable {
  /// The score's name, `uar` or `recall/angry`.
  public let name: String
  /// The score.
  public let value: Double
  /// The interval's lower end, where there is an interval.
  public let low: Double?
  /// The interval's upper end, where there is an interval.
  public let high: Double?
}

extension Scorecard {
  /// Every score as a flat list in a fixed order; scores that are not defined are left out.
  public var numbers: [Number] {
    var numbers = [
      Number("uar", summary.uar), Number("war", summary.war), Number("macro_f1", summary.macroF1),
      Number("chance", baselines.chance), Number("majority_uar", baselines.majorityUAR),
      Number("majority_war", baselines.majorityWAR), Number("ece", calibration.error),
    ]
    if let soft {
      numbers += [Number("soft_distance", soft.distance), Number("soft_cross_entropy", soft.crossEntropy)]
    }
    for score in classes {
      if let interval = score.interval { numbers.append(Number("recall/\(score.label)", interval)) }
      if let value = score.precision { numbers.append(Number("precision/\(score.label)", value)) }
      if let value = score.f1 { numbers.append(Number("f1/\(score.label)", value)) }
      numbers.append(Number("support/\(score.label)", Double(score.support)))
    }
    for breakdown in breakdowns {
      for group in breakdown.groups {
        numbers.append(Number("uar/\(breakdown.kind.rawValue)/\(group.name)", group.uar))
        numbers.append(Number("war/\(breakdown.kind.rawValue)/\(group.name)", group.war))
      }
    }
    return numbers
  }
}

extension Number {
  init(_ name: String, _ value: Double) { self.init(name: name, value: value, low: nil, high: nil) }
  init(_ name: String, _ interval: Interval) {
    self.init(name: name, value: interval.estimate, low: interval.low, high: interval.high)
  }
}
