extension Description {
  /// The command as a manual page in roff, for `man` to show.
  /// - Parameter version: what the page says of itself.
  public func manualPage(version: String) -> String {
    var page = """
      .TH \(Self.roff(name.uppercased())) 1 "" "Lilt \(version)" "Lilt"
      .SH NAME
      \(Self.roff(name)) \\- \(Self.roff(summary))
      .SH SYNOPSIS
      .nh
      .B \(Self.roff(name))

      """
    for word in usage { page += Self.roff(word) + "\n" }
    page += ".hy\n.SH OPTIONS\n"
    for option in options {
      let names = option.names.map { "\\fB\(Self.roff($0))\\fR" }.joined(separator: ", ")
      page +=
        ".TP\n\(names)\(option.placeholder.map { " \\fI\(Self.roff($0))\\fR" } ?? "")\n\(Self.roff(option.help))\n"
    }
    if !notes.isEmpty {
      page += ".SH DESCRIPTION\n.nf\n"
      for line in notes.split(separator: "\n", omittingEmptySubsequences: false) {
        page += Self.roff(String(line)) + "\n"
      }
      page += ".fi\n"
    }
    page += ".SH EXIT STATUS\n\(Self.roff(Self.statuses))\n"
    if name != "lilt" { page += ".SH SEE ALSO\n.BR lilt (1)\n" }
    return page
  }

  /// A line of text as roff has it: what it would take for commands stands for itself.
  private static func roff(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("'", with: "\\(aq")
    return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
  }
}
