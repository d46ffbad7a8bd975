/// A finished drawing: to be saved as an SVG file of its own or set into a page.
public struct Picture: Sendable, Equatable {
  /// Its width in pixels.
  public let width: Double
  /// Its height in pixels.
  public let height: Double
  /// What it shows, for those who cannot see it.
  public let title: String
  let marks: Markup

  init(width: Double, height: Double, title: String, _ draw: (inout Canvas) -> Void) {
    var canvas = Canvas()
    draw(&canvas)
    self.width = width
    self.height = height
    self.title = title
    marks = canvas.marks
  }

  /// Pictures one under another, as wide as the widest.
  public static func column(_ pictures: [Picture], title: String, gap: Double = 12) -> Picture {
    let width = pictures.map(\.width).max() ?? 0
    let height = pictures.reduce(-gap) { $0 + $1.height + gap }
    return Picture(width: width, height: max(height, 0), title: title) { canvas in
      var y = 0.0
      for picture in pictures {
        canvas.place(picture, at: Point(x: 0, y: y))
        y += picture.height + gap
      }
    }
  }

  /// An SVG file: with its own ground, margin and colours for light and dark screens.
  public var svg: String {
    let margin = 12.0
    let ground = Rect(x: -margin, y: -margin, width: width + 2 * margin, height: height + 2 * margin)
    var canvas = Canvas()
    canvas.fill(ground, .surface)
    let box = [ground.x, ground.y, ground.width, ground.height].map(\.px).joined(separator: " ")
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="\(box)" width="\(ground.width.px)" height="\(ground.height.px)" \
      role="img" font-family="\(Picture.fonts)">
      <title>\(Markup.escaped(title))</title>
      <style>\(Ink.styleSheet)</style>
      \(canvas.marks.text)\(marks.text)
      </svg>

      """
  }

  /// An `svg` element for a page that holds `Ink.styleSheet`; it shrinks where there is too little room.
  public var inline: Markup {
    Markup(
      verbatim: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width.px) \(height.px)\" "
        + "width=\"\(width.px)\" height=\"\(height.px)\" role=\"img\" font-family=\"\(Picture.fonts)\" "
        + "aria-label=\"\(Markup.escaped(title))\">\(marks.text)</svg>")
  }

  private static let fonts = "system-ui, Helvetica, Arial, 'DejaVu Sans', sans-serif"
}
