import Metrics
import Plotting

/// The results of many recipes as one table: for the README in Markdown, for the index in HTML.
public struct ResultsTable: Sendable {
  let rows: [ResultRow]

  /// A table of rows in the order given.
  public init(_ rows: [ResultRow]) { self.rows = rows }

  /// What the columns mean, as one paragraph.
  public static let explanation =
    "UAR is the share of clips recognised, averaged over classes; in brackets its 95 % interval over resampled speakers, or "
    + "over whatever stands behind it: two speakers make it wide. A split is honest if no speaker, clip or sound is on both "
    + "sides of any fold, which is counted and does not depend on what the split is called; the published split is what the "
    + "original did, and reported is what its authors say of it. On new sentences, neither the speaker nor what is said was "
    + "heard in training. WAR is the share of all clips, what others call accuracy. † marks numbers whose scaler saw the "
    + "test rows, beside what they would be without (inductive); ‡ numbers on sentences that were heard in training and tell "
    + "the label. `make RECIPE` makes a row again."

  private static let numbers = [
    "classes", "clips", "speakers", "UAR, honest (%)", "WAR, honest (%)", "UAR, new sentences (%)",
    "UAR, published (%)", "WAR, published (%)", "reported (%)", "chance (%)",
  ]

  /// A table in GitHub's Markdown, with the explanation under it.
  public var markdown: String {
    let names = ["Recipe", "Corpora"], numbers = Self.numbers.map { $0.prefix(1).uppercased() + $0.dropFirst() }
    var lines = [names + numbers, names.map { _ in "---" } + numbers.map { _ in "--:" }]
    for row in rows {
      let name = ResultsTable.escaped(row.recipe)
      let recipe = row.link.map { "[\(name)](<\(ResultsTable.address($0))>)" } ?? name
      lines.append([recipe, ResultsTable.escaped(row.sources)] + row.numbers)
    }
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined() + "\n\(ResultsTable.explanation)\n"
  }

  var markup: Markup {
    Table(
      columns: [("recipe", .words), ("corpora", .words)] + Self.numbers.map { ($0, .number) },
      rows: rows.map { row in
        let name = row.link.map { link in tag("a", ["href": link]) { row.recipe } } ?? Markup(row.recipe)
        return Table.Row(
          cells: [Table.Cell(name), Table.Cell(row.sources)]
            + row.numbers.map { Table.Cell($0) })
      }
    ).markup
  }

  /// Text that Markdown shows as it is, on one line.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\", "|", "*", "_", "[", "]", "`", "#", "~": result += "\\\(character)"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case _ where character.isNewline: result += " "
      default: result.append(character)
      }
    }
    return result
  }

  private static func address(_ link: String) -> String {
    link.replacing("<", with: "%3C").replacing(">", with: "%3E").replacing("|", with: "%7C").replacing(
      "\n", with: "%0A")
  }
}

extension ResultRow {
  /// Where the clips are from.
  fileprivate var sources: String {
    corpora.joined(separator: ", ") + (isSynthetic ? " (synthetic speech)" : "")
  }

  /// The cells after the names, as both tables show them.
  fileprivate var numbers: [String] {
    func full(_ interval: Interval?, _ resampling: Resampling?, _ marks: String, _ twin: Double?) -> String {
      interval.map { interval in
        (resampling.map { Wording.full(interval, $0) } ?? Wording.full(interval)) + marks + InductiveScores.spoken(twin)
      } ?? "–"
    }
    let honest = (isHonestTransductive ? "†" : "") + (honestSentencesTell ? "‡" : "")
    let published = (isPublishedTransductive ? "†" : "") + (publishedSentencesTell ? "‡" : "")
    func bare(_ interval: Interval?, _ twin: Double?) -> String {
      interval.map {
        $0.estimate.percent + published + InductiveScores.spoken(twin) + (leak.map { " (\($0))" } ?? "")
      } ?? "–"
    }
    return [
      String(classes), Wording.count(clips), String(speakers),
      full(honestUAR, resampling, honest, inductive.honestUAR),
      full(honestWAR, resampling, honest, inductive.honestWAR),
      full(newSentenceUAR, newSentenceResampling, isHonestTransductive ? "†" : "", inductive.newSentenceUAR),
      bare(publishedUAR, inductive.publishedUAR), bare(publishedWAR, inductive.publishedWAR), claim?.words ?? "–",
      classes > 0 ? (1 / Double(classes)).percent : "–",
    ]
  }
}
