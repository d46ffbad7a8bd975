/// What marks are drawn on: rectangles, lines, areas, dots, words and images, in inks.
struct Canvas {
  /// Sizes of letters in pixels.
  enum Letters { static let title = 13.0, label = 12.0, tick = 11.0 }

  enum Anchor: String { case start, middle, end }

  private(set) var marks = Markup.empty

  private mutating func add(_ text: String) { marks += Markup(verbatim: text) }

  /// A filled rectangle; a hint shows when a pointer rests on it.
  mutating func fill(_ rect: Rect, _ ink: Ink, opacity: Double = 1, corner: Double = 0, hint: String? = nil) {
    let place =
      "x=\"\(rect.x.px)\" y=\"\(rect.y.px)\" width=\"\(max(rect.width, 0).px)\" height=\"\(max(rect.height, 0).px)\""
    let look = (corner > 0 ? " rx=\"\(corner.px)\"" : "") + (opacity < 1 ? " fill-opacity=\"\(opacity.fixed(2))\"" : "")
    add("<rect \(place) \(ink.fill)\(look)" + Canvas.closing("rect", hint: hint))
  }

  /// A straight line.
  mutating func line(from a: Point, to b: Point, _ ink: Ink, width: Double = 1, dash: String? = nil) {
    let dashes = dash.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    add(
      "<line x1=\"\(a.x.px)\" y1=\"\(a.y.px)\" x2=\"\(b.x.px)\" y2=\"\(b.y.px)\" \(ink.stroke) "
        + "stroke-width=\"\(width.fixed(2))\"\(dashes)/>")
  }

  /// A line through points, interrupted at points that are not finite.
  mutating func path(_ points: [Point], _ ink: Ink, width: Double = 1.5, dash: String? = nil) {
    var data = ""
    var isPenDown = false
    for point in points {
      guard point.x.isFinite && point.y.isFinite else {
        isPenDown = false
        continue
      }
      data += (isPenDown ? "L" : "M") + point.x.px + " " + point.y.px
      isPenDown = true
    }
    guard !data.isEmpty else { return }
    let dashes = dash.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    add("<path d=\"\(data)\" \(ink.stroke) stroke-width=\"\(width.fixed(2))\" stroke-linejoin=\"round\"\(dashes)/>")
  }

  /// A filled outline.
  mutating func area(_ points: [Point], _ ink: Ink, opacity: Double = 1) {
    let corners = points.filter { $0.x.isFinite && $0.y.isFinite }
    guard corners.count > 2 else { return }
    let data = corners.map { "\($0.x.px) \($0.y.px)" }.joined(separator: "L")
    add("<path d=\"M\(data)Z\" \(ink.fill)" + (opacity < 1 ? " fill-opacity=\"\(opacity.fixed(2))\"" : "") + "/>")
  }

  /// A dot.
  mutating func dot(_ centre: Point, radius: Double = 3.5, _ ink: Ink, hint: String? = nil) {
    guard centre.x.isFinite && centre.y.isFinite else { return }
    add(
      "<circle cx=\"\(centre.x.px)\" cy=\"\(centre.y.px)\" r=\"\(radius.px)\" \(ink.fill)"
        + Canvas.closing("circle", hint: hint))
  }

  /// A dot with corners, told from a round one without colours.
  mutating func diamond(_ centre: Point, radius: Double = 4.5, _ ink: Ink, hint: String? = nil) {
    guard centre.x.isFinite && centre.y.isFinite else { return }
    let (x, y) = (centre.x, centre.y)
    let corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
    let data = corners.map { "\($0.px) \($1.px)" }.joined(separator: "L")
    add("<path d=\"M\(data)Z\" \(ink.fill)" + Canvas.closing("path", hint: hint))
  }

  /// Words, by default with their baseline at the point.
  /// - Parameter turned: whether they read upwards.
  mutating func words(
    _ text: String, at point: Point, _ anchor: Anchor = .start, size: Double = Letters.tick, _ ink: Ink = .muted,
    isBold: Bool = false, turned: Bool = false
  ) {
    let turn = turned ? " transform=\"rotate(-90 \(point.x.px) \(point.y.px))\"" : ""
    let weight = isBold ? " font-weight=\"600\"" : ""
    add(
      "<text x=\"\(point.x.px)\" y=\"\(point.y.px)\" text-anchor=\"\(anchor)\" font-size=\"\(size.px)\"\(weight) "
        + "\(ink.fill)\(turn)>\(Markup.escaped(text))</text>")
  }

  /// An image stretched over a rectangle.
  mutating func image(_ png: PNG, in rect: Rect) {
    add(
      "<image x=\"\(rect.x.px)\" y=\"\(rect.y.px)\" width=\"\(rect.width.px)\" height=\"\(rect.height.px)\" "
        + "preserveAspectRatio=\"none\" href=\"\(png.dataURI)\"/>")
  }

  /// Another picture, moved.
  mutating func place(_ picture: Picture, at point: Point) {
    add("<g transform=\"translate(\(point.x.px) \(point.y.px))\">\(picture.marks.text)</g>")
  }

  private static func closing(_ name: String, hint: String?) -> String {
    hint.map { "><title>\(Markup.escaped($0))</title></\(name)>" } ?? "/>"
  }
}

/// A place in a picture, in pixels from its upper left corner.
struct Point: Equatable {
  var x: Double
  var y: Double
}

/// A part of a picture.
struct Rect: Equatable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }
  var middle: Point { Point(x: x + width / 2, y: y + height / 2) }

  func inset(left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0) -> Rect {
    Rect(x: x + left, y: y + top, width: width - left - right, height: height - top - bottom)
  }
}

/// How wide a text will be, near enough to leave room for it: viewers choose the font, so nobody knows exactly.
func textWidth(_ text: String, size: Double) -> Double {
  text.reduce(0) { sum, character in
    switch character {
    case "i", "l", "j", "I", ".", ",", ":", "'", "|", " ": sum + 0.3
    case "m", "w", "M", "W": sum + 0.85
    case "<", ">", "&", "=", "+", "%", "_", "\"": sum + 0.75
    case _ where character.isUppercase: sum + 0.7
    case _ where !character.isASCII && !character.isLetter: sum + 1
    default: sum + 0.61
    }
  } * size
}

/// A text cut to a width, with an ellipsis where something is missing.
func fitted(_ text: String, width: Double, size: Double) -> String {
  guard textWidth(text, size: size) > width else { return text }
  var kept = text
  while !kept.isEmpty && textWidth(kept + "…", size: size) > width { kept.removeLast() }
  return kept + "…"
}
