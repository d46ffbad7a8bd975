import Metrics
import Plotting

extension Report {
  /// The honest score beside the published one, the gap between them, and the proof of where it comes from.
  var publishedSection: Section? {
    let hasProof = results.contains { !$0.proof.isEmpty }
    guard hasProof || results.count > 1 else { return nil }
    let isBeside = results.contains { $0.role == .honest } && results.contains { $0.role == .published }
    return Section("published", isBeside ? "Honest beside published" : "What training and test shared") {
      if let honest = results.first(where: { $0.role == .honest }),
        let other = results.first(where: { $0.role == .published }) ?? results.first(where: { $0.role == .leaking })
      {
        gap(honest: honest, other: other)
      }
      if let claim { told(claim) }
      if results.count > 1 { splitTable }
      if hasProof {
        verdicts
        proofTable
        folds
      }
    }
  }

  private func gap(honest: SplitResult, other: SplitResult) -> Markup {
    let before = other.scorecard.summary.uar.estimate, after = honest.scorecard.summary.uar.estimate
    let difference = before - after
    let name = other.role == .published ? "published" : "leaking"
    let scores =
      "UAR is \(Wording.percent(before))\(other.mark)\(other.twin(of: \.uar)) on the \(name) split and "
      + "\(Wording.percent(after))\(honest.mark)\(honest.twin(of: \.uar)) on "
      + "the honest one, with the same recipe otherwise."
    if !other.leaks {
      return paragraph("Nothing is shared on the published split either. \(scores)")
    }
    return paragraph(
      difference > 0
        ? "\(difference.percent) points of the \(name) score are not there for a new speaker: \(scores) Quote the honest "
          + "score."
        : "The honest split scores no less than the \(name) one. \(scores)")
  }

  private func told(_ claim: Claim) -> Markup {
    paragraph(
      "The system's authors report \(claim.words) %" + (claim.source.isEmpty ? "." : " (\(claim.source))."))
  }

  private var splitTable: Markup {
    let first = results[0]
    return HTMLTable(
      columns: [
        ("split", .words), ("what it is", .words), ("how rows were told apart", .prose), ("UAR (%)", .number),
        ("WAR (%)", .number),
        ("macro F1 (%)", .number), ("UAR against “\(first.name)”", .number),
      ],
      rows: results.map { result in
        let summary = result.scorecard.summary
        let gap = summary.uar.estimate - first.scorecard.summary.uar.estimate
        return HTMLTable.Row(cells: [
          HTMLTable.Cell("\(result.name)"), HTMLTable.Cell(result.role.rawValue), HTMLTable.Cell(result.method),
          HTMLTable.Cell(score(\.uar, of: result)),
          HTMLTable.Cell(score(\.war, of: result)), HTMLTable.Cell(score(\.macroF1, of: result)),
          HTMLTable.Cell(result.name == first.name ? "–" : Wording.points(gap)),
        ])
      }
    ).markup
  }

  private var verdicts: Markup {
    Markup(
      results.filter { !$0.proof.isEmpty }.map { result in
        let sum = FoldOverlap.sum(of: result.proof)
        let leaks = leakNames(of: sum, folds: result.proof.count)
        return tag("div", ["class": leaks.isEmpty ? "callout good" : "callout"]) {
          tag("p") {
            if leaks.isEmpty {
              "“\(result.name)” is clean: no speaker, clip, augmented copy or sound is on both sides of any fold."
            } else {
              "“\(result.name)” leaks: what was learned from (training and validation) and the test side share "
              "\(Wording.list(leaks))."
            }
            if sum.relatives > 0 {
              " Of \(Wording.count(sum.testRows, "test row")), \(Wording.count(sum.relatives)) have a relative in training: "
              "the same clip or a copy of it that was only made noisier, slower or higher."
            }
          }
        }
      })
  }

  private func leakNames(of sum: FoldOverlap, folds: Int) -> [String] {
    [
      sum.speakers > 0 ? Wording.count(sum.speakers, "speaker") + (folds > 1 ? " (summed over folds)" : "") : nil,
      sum.clips > 0 ? Wording.count(sum.clips, "clip") : nil,
      sum.sounds > 0 ? Wording.count(sum.sounds, "sound") + " that two clips have" : nil,
    ].compactMap(\.self)
  }

  private static let proofColumns: [(name: String, align: HTMLTable.Align)] = [
    ("split", .words), ("rows learned from", .number), ("test rows", .number), ("speakers in both", .number),
    ("clips in both", .number), ("test rows related to training", .number), ("sounds of two clips", .number),
    ("sentences in both", .number),
  ]

  private var proofTable: Markup {
    HTMLTable(
      caption: "What training and test shared, summed over folds", columns: Report.proofColumns,
      rows: results.filter { !$0.proof.isEmpty }.map { Report.line($0.name, FoldOverlap.sum(of: $0.proof)) }
    ).markup
  }

  private var folds: Markup? {
    let several = results.filter { $0.proof.count > 1 }
    guard !several.isEmpty else { return nil }
    return tag("details") {
      tag("summary") { "Fold by fold" }
      HTMLTable(
        columns: Report.proofColumns,
        rows: several.flatMap { result in
          result.proof.enumerated().map { Report.line("\(result.name), fold \($0.offset)", $0.element) }
        }
      ).markup
    }
  }

  private static func line(_ name: String, _ proof: FoldOverlap) -> HTMLTable.Row {
    let shared = [proof.speakers, proof.clips, proof.relatives, proof.sounds].map {
      HTMLTable.Cell(Wording.count($0), look: $0 > 0 ? .mark : .clean)
    }
    let rows = [proof.trainingRows, proof.testRows].map { HTMLTable.Cell(Wording.count($0)) }
    // A shared sentence is no leak by itself; the section on sentences says what it is worth.
    return HTMLTable.Row(
      cells: [HTMLTable.Cell(name)] + rows + shared + [HTMLTable.Cell(Wording.count(proof.statements))])
  }
}
