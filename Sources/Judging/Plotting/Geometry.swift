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
