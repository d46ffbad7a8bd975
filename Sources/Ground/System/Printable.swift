import Glibc

extension String {
  /// The text on one line and without anything that a terminal obeys: names, labels and whatever else a file says may come
  /// from anywhere.
  ///
  /// Control characters (C0, DEL, C1), separators of lines and paragraphs, and what turns the direction of reading become
  /// escapes that show what was there: `\n`, `\t`, `\x1B`, `\u{202E}`. All else stays as it is.
  public var printable: String {
    guard unicodeScalars.contains(where: \.isObeyed) else { return self }
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar.isObeyed { result.append(contentsOf: scalar.spelling.unicodeScalars) } else { result.append(scalar) }
    }
    return String(result)
  }

  /// The same for a text of ours that may go on over indented lines: a line end before two spaces stays.
  public var printableParagraph: String {
    var lines: [String] = []
    for line in split(separator: "\n", omittingEmptySubsequences: false) {
      if lines.isEmpty || line.hasPrefix("  ") {
        lines.append(line.printableLine)
      } else {
        lines[lines.count - 1] += "\\n" + line.printableLine
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The same for a text of several lines, whose line ends stay.
  public var printableLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map(\.printableLine).joined(separator: "\n")
  }

  /// A name given in bytes: as it is where it is UTF-8, with every byte that is not as an escape (`caf\xE9.wav`) elsewhere.
  public init(escaping bytes: some Collection<UInt8>) {
    if let text = String(validating: bytes, as: UTF8.self) {
      self = text
      return
    }
    var result = "", rest = Array(bytes)[...]
    while let byte = rest.first {
      // A scalar has one to four bytes.
      let text = (1...4).lazy.filter { $0 <= rest.count }
        .compactMap { String(validating: rest.prefix($0), as: UTF8.self) }.first
      result += text ?? "\\x" + hexadecimal(UInt32(byte), digits: 2)
      rest = rest.dropFirst(text?.utf8.count ?? 1)
    }
    self = result
  }
}

extension Substring {
  fileprivate var printableLine: String { String(self).printable }
}

extension Unicode.Scalar {
  /// Whether terminals or readers do something with it in place of showing it.
  fileprivate var isObeyed: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0: return true
    case ..<0x2028: return value == 0x200E || value == 0x200F || value == 0x061C
    case 0x2028...0x202E, 0x2066...0x2069: return true
    default: return false
    }
  }

  /// How it is written instead.
  fileprivate var spelling: String {
    switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case _ where value < 0x100: "\\x" + hexadecimal(value, digits: 2)
    default: "\\u{\(hexadecimal(value, digits: 4))}"
    }
  }
}

private func hexadecimal(_ value: UInt32, digits: Int) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}

/// `0.4 s`, `12 s`, `3 min 20 s`, `2 h 05 min`.
public func duration(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
  if seconds < 10 { return "\(seconds.rounded(to: 1)) s" }
  if whole < 60 { return "\(whole) s" }
  if whole < 3600 { return "\(whole / 60) min \(two(whole % 60)) s" }
  return "\(whole / 3600) h \(two(whole % 3600 / 60)) min"
}

extension Int {
  /// The digits in groups of three: `12,345`.
  public var grouped: String {
    var text = String(magnitude)
    var index = text.count - 3
    while index > 0 {
      text.insert(",", at: text.index(text.startIndex, offsetBy: index))
      index -= 3
    }
    return self < 0 ? "-" + text : text
  }
}

extension Double {
  /// Decimal text with a fixed number of places.
  public func rounded(to places: Int) -> String {
    guard isFinite else { return "\(self)" }
    let scale = pow(10.0, Double(places))
    let scaled = (self * scale).rounded()
    guard places > 0, abs(scaled) < 1e15 else { return abs(scaled) < 1e15 ? String(Int(scaled)) : "\(self)" }
    let digits = String(Int(scaled.magnitude))
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return (scaled < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
  }
}
