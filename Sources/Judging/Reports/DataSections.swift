import Plotting

extension Report {
  /// What was learned from: classes, durations, and what the doctor found.
  var dataSection: Section? {
    guard let data, !data.classes.isEmpty else { return nil }
    return Section("data", "Data") {
      paragraph(
        "\(Wording.count(data.clips, isSynthetic ? "synthetic clip" : "clip")) of "
          + "\(Wording.count(data.speakers, "speaker")) from \(Wording.list(data.corpora)), "
          + "\(Wording.duration(data.seconds)) of sound before augmentation.")
      pictures([
        ClassDistribution(data.classes).counts.picture(), ClassDistribution(data.classes).durations.picture(),
      ])
      findings(data.findings, rules: data.rules)
    }
  }

  /// One clip of each class as every later stage sees it.
  var portraitSection: Section? {
    guard !portraits.isEmpty else { return nil }
    return Section("portraits", "One clip of each class") {
      paragraph(
        "The same clip five times: as a waveform, as the spectrum of the whole clip, as a spectrogram (which frequencies "
          + "are loud when), as a filter bank (the same in bands that widen as the ear's do), and as cepstral coefficients "
          + "(the shape of each moment's spectrum in a few numbers, the first of which is the level).")
      portraitPictures
    }
  }

  /// As many portraits as keep the page small enough for a slow line: images are most of its bytes.
  private var portraitPictures: Markup {
    var figures: [Markup] = []
    var room = 1_200_000
    for portrait in portraits {
      let picture = figure(portrait.picture(width: 340))
      room -= picture.text.utf8.count
      if room < 0 { break }
      figures.append(picture)
    }
    return Markup([
      tag("div", ["class": "pictures"]) {
        for figure in figures { figure }
      },
      figures.count < portraits.count
        ? note("\(Wording.count(portraits.count - figures.count, "more class")) left out to keep the page small.")
        : .empty,
    ])
  }

  private func findings(_ findings: [DataSummary.Finding], rules: [String: String]) -> Markup {
    guard !findings.isEmpty else { return note("The doctor found nothing wrong with the clips.") }
    var counts: [[String]: Int] = [:]
    for finding in findings { counts[[finding.rule, finding.action], default: 0] += 1 }
    let groups = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    let shown = findings.prefix(200)
    return Markup([
      Table(
        caption: "What the doctor found",
        columns: [("rule", .words), ("what it finds", .prose), ("found", .number), ("done", .words)],
        rows: groups.map { key, count in
          Table.Row(cells: [
            Table.Cell(key[0]), Table.Cell(rules[key[0]] ?? "–"), Table.Cell(Wording.count(count)), Table.Cell(key[1]),
          ])
        }
      ).markup,
      tag("details") {
        tag("summary") { "Clip by clip" }
        Table(
          columns: [("clip", .words), ("rule", .words), ("found", .prose), ("done", .words)],
          rows: shown.map { finding in
            Table.Row(cells: [
              Table.Cell(Wording.name(finding.clip)), Table.Cell(finding.rule), Table.Cell(finding.detail),
              Table.Cell(finding.action),
            ])
          }
        ).markup
        if findings.count > shown.count {
          note("The catalog lists \(Wording.count(findings.count - shown.count)) more.")
        }
      },
    ])
  }
}
