import Metrics
import Plotting

/// Numbers as a reader wants them.
enum Wording {
  /// `48.1 %`, with a space that does not break.
  static func percent(_ share: Double?) -> String { share.map { $0.percent + "\u{A0}%" } ?? "–" }

  /// `48.1`, for tables whose heads say that they hold percentages.
  static func bare(_ share: Double?) -> String { share?.percent ?? "–" }

  /// `[41.0, 55.2]`.
  static func ends(_ interval: Interval) -> String { "[\(interval.low.percent),\u{A0}\(interval.high.percent)]" }

  /// `48.1 [41.0, 55.2]`.
  static func full(_ interval: Interval) -> String { "\(interval.estimate.percent) \(ends(interval))" }

  /// `1,440`.
  static func count(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return number < 0 ? "\u{2212}" + text : text
  }

  /// `1 clip`, `24 clips`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(count(number))\u{A0}\(noun)\(number == 1 ? "" : noun.hasSuffix("s") ? "es" : "s")"
  }

  /// `48.1 [41.0, 55.2]`, and what was drawn to find the ends where that is not speakers in number.
  static func full(_ interval: Interval, _ resampling: Resampling) -> String {
    let isUsual = resampling.unit == .speaker && !resampling.isOfFew
    return full(interval) + (isUsual ? "" : " " + resampling.words.replacing(" ", with: "\u{A0}"))
  }

  /// `3 min 20 s`, `1 h 28 min`, `12.4 s`.
  static func duration(_ seconds: Double) -> String {
    if seconds < 60 { return "\(seconds.fixed(1))\u{A0}s" }
    let whole = Int(seconds.rounded())
    if whole < 3600 { return "\(whole / 60)\u{A0}min \(whole % 60)\u{A0}s" }
    return "\(whole / 3600)\u{A0}h \(whole % 3600 / 60)\u{A0}min"
  }

  /// A p-value as papers write it: three decimals, `< 0.001` under that.
  static func p(_ value: Double) -> String { value < 0.001 ? "<\u{A0}0.001" : value.fixed(3) }

  /// `+3.4`, `−0.7`: a difference of percentages.
  static func points(_ difference: Double) -> String { (difference > 0 ? "+" : "") + difference.percent }

  /// `a`, `a and b`, `a, b and c`.
  static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// A clip's name, kept apart from the direction and the line breaks of the text around it.
  static func name(_ text: String) -> Markup { tag("bdi", ["class": "hash"]) { tag("code") { text } } }
}

extension Resampling {
  /// What stands beside an interval: `over 20 speakers`, `over 2 speakers, wide`, `over 154 clips`.
  public var words: String {
    "over \(Wording.count(count, unit.rawValue))" + (isOfFew ? ", wide" : "")
  }
}

extension Scorecard {
  /// `384 clips`, or `154 rows of 137 clips`.
  /// - Parameter noun: what a clip is called.
  public func counted(as noun: String = "clip") -> String {
    let clips = Wording.count(clips, noun)
    return unit == "clip" ? clips : "\(Wording.count(rows, "row")) of \(clips)"
  }
}

/// A picture with the sentence that explains it.
func figure(_ picture: Picture, _ caption: String? = nil) -> Markup {
  tag("figure") {
    picture.inline
    if let caption { tag("figcaption") { caption } }
  }
}

/// Pictures beside each other where there is room: pairs large, more of them smaller.
func pictures(_ pictures: [Picture]) -> Markup {
  tag("div", ["class": pictures.count > 2 ? "pictures" : "pictures pair"]) {
    for picture in pictures { figure(picture) }
  }
}

/// A paragraph.
func paragraph(_ text: String) -> Markup { tag("p") { text } }

/// A paragraph of small print.
func note(_ text: String) -> Markup { tag("p", ["class": "note"]) { text } }
