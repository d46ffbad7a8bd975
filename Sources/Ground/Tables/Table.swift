/// A CSV file (RFC 4180): a line of column names, then rows of as many fields.
///
/// Fields may be quoted; a quoted field may hold commas, line ends and quotes written twice. Lines end in LF or CRLF; a
/// byte order mark and empty lines are passed over.
public struct Table: Sendable, Equatable {
  /// Column names, from the first line.
  public let columns: [String]
  /// The other lines.
  public let rows: [[String]]

  /// Parses a file's bytes.
  /// - Parameter name: what errors call the file.
  public init(parsing bytes: some Collection<UInt8>, name: String) throws(TableError) {
    var records = try Table.records(of: Array(bytes), name: name)
    guard !records.isEmpty else { throw TableError(file: name, line: 1, cause: "it is empty; expected column names") }
    columns = records.removeFirst().fields
    for record in records where record.fields.count != columns.count {
      throw TableError(
        file: name, line: record.line, cause: "found \(record.fields.count) fields; expected \(columns.count)")
    }
    rows = records.map(\.fields)
  }

  /// Where a column stands; the error names the columns that there are.
  public func index(of column: String, in name: String) throws(TableError) -> Int {
    if let index = columns.firstIndex(of: column) { return index }
    throw TableError(
      file: name, line: 1, cause: "there is no column '\(column)' among \(columns.joined(separator: ", "))")
  }

  private static func records(of bytes: [UInt8], name: String) throws(TableError) -> [(line: Int, fields: [String])] {
    var records: [(line: Int, fields: [String])] = []
    var fields: [String] = [], field: [UInt8] = []
    var line = 1, start = 1
    var quoted = false, wasQuoted = false
    var i = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    func endField() {
      fields.append(String(decoding: field, as: UTF8.self))
      field.removeAll(keepingCapacity: true)
      wasQuoted = false
    }
    func endRecord() {
      let isEmptyLine = fields.isEmpty && field.isEmpty && !wasQuoted
      if !isEmptyLine {
        endField()
        records.append((start, fields))
      }
      fields = []
      line += 1
      start = line
    }
    while i < bytes.count {
      let byte = bytes[i]
      i += 1
      if quoted {
        if byte != UInt8(ascii: "\"") {
          if byte == UInt8(ascii: "\n") { line += 1 }
          field.append(byte)
        } else if i < bytes.count, bytes[i] == UInt8(ascii: "\"") {
          field.append(byte)
          i += 1
        } else {
          quoted = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\"") where field.isEmpty && !wasQuoted: (quoted, wasQuoted) = (true, true)
      case UInt8(ascii: ","): endField()
      case UInt8(ascii: "\n"): endRecord()
      case UInt8(ascii: "\r") where i == bytes.count || bytes[i] == UInt8(ascii: "\n"): continue
      default:
        if wasQuoted { throw TableError(file: name, line: line, cause: "expected a comma after the closing quote") }
        field.append(byte)
      }
    }
    if quoted { throw TableError(file: name, line: start, cause: "a quote is opened here and never closed") }
    endRecord()
    return records
  }
}

/// Why a CSV file cannot be used.
public struct TableError: Error, CustomStringConvertible, Equatable {
  /// The file's name.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// What is wrong there.
  public let cause: String

  /// What is wrong in which line of which file.
  public init(file: String, line: Int, cause: String) { (self.file, self.line, self.cause) = (file, line, cause) }

  /// `cannot read 'labels.csv': line 3: found 1 fields; expected 2`.
  public var description: String { "cannot read '\(file)': line \(line): \(cause)" }
}

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
