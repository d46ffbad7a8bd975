/// A line of a CSV file as RFC 4180 writes it, ended by a line feed.
public struct TableLine: Sendable, Equatable {
  /// The line with its end.
  public let text: String

  /// Puts commas between fields, and quotes round those that hold a comma, a quote or a line break.
  public init(_ fields: some Sequence<String>) { text = fields.map(Self.quoted).joined(separator: ",") + "\n" }

  private static func quoted(_ field: String) -> String {
    // Unicode scalars, because CR LF is one Character.
    guard field.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
