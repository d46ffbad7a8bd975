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
    return Table(
      columns: [
        ("split", .words), ("what it is", .words), ("how rows were told apart", .prose), ("UAR (%)", .number),
        ("WAR (%)", .number),
        ("macro F1 (%)", .number), ("UAR against “\(first.name)”", .number),
      ],
      rows: results.map { result in
        let summary = result.scorecard.summary
        let gap = summary.uar.estimate - first.scorecard.summary.uar.estimate
        return Table.Row(cells: [
          Table.Cell("\(result.name)"), Table.Cell(result.role.rawValue), Table.Cell(result.method),
          Table.Cell(score(\.uar, of: result)),
          Table.Cell(score(\.war, of: result)), Table.Cell(score(\.macroF1, of: result)),
          Table.Cell(result.name == first.name ? "–" : Wording.points(gap)),
        ])
      }
    ).markup
  }

  private var verdicts: Markup {
    Markup(
      results.filter { !$0.proof.isEmpty }.map { result in
        let sum = Proof.sum(of: result.proof)
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

  private func leakNames(of sum: Proof, folds: Int) -> [String] {
    [
      sum.speakers > 0 ? Wording.count(sum.speakers, "speaker") + (folds > 1 ? " (summed over folds)" : "") : nil,
      sum.clips > 0 ? Wording.count(sum.clips, "clip") : nil,
      sum.sounds > 0 ? Wording.count(sum.sounds, "sound") + " that two clips have" : nil,
    ].compactMap(\.self)
  }

  private static let proofColumns: [(name: String, align: Table.Align)] = [
    ("split", .words), ("rows learned from", .number), ("test rows", .number), ("speakers in both", .number),
    ("clips in both", .number), ("test rows related to training", .number), ("sounds of two clips", .number),
    ("sentences in both", .number),
  ]

  private var proofTable: Markup {
    Table(
      caption: "What training and test shared, summed over folds", columns: Report.proofColumns,
      rows: results.filter { !$0.proof.isEmpty }.map { Report.line($0.name, Proof.sum(of: $0.proof)) }
    ).markup
  }

  private var folds: Markup? {
    let several = results.filter { $0.proof.count > 1 }
    guard !several.isEmpty else { return nil }
    return tag("details") {
      tag("summary") { "Fold by fold" }
      Table(
        columns: Report.proofColumns,
        rows: several.flatMap { result in
          result.proof.enumerated().map { Report.line("\(result.name), fold \($0.offset)", $0.element) }
        }
      ).markup
    }
  }

  private static func line(_ name: String, _ proof: Proof) -> Table.Row {
    let shared = [proof.speakers, proof.clips, proof.relatives, proof.sounds].map {
      Table.Cell(Wording.count($0), look: $0 > 0 ? .mark : .clean)
    }
    let rows = [proof.trainingRows, proof.testRows].map { Table.Cell(Wording.count($0)) }
    // A shared sentence is no leak by itself; the section on sentences says what it is worth.
    return Table.Row(cells: [Table.Cell(name)] + rows + shared + [Table.Cell(Wording.count(proof.statements))])
  }
}
