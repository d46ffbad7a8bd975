import CDeflate

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

/// An image of 256 colours at most, as heat maps with many cells need it (PNG specification, colour type 3, 8 bits).
struct PNG {
  /// The file.
  let bytes: [UInt8]

  /// An image from rows of palette indices, top row first.
  init(width: Int, height: Int, indices: [UInt8], palette: [Colour]) {
    precondition(width > 0 && height > 0 && indices.count == width * height, "an image has a colour for every pixel")
    var scanlines: [UInt8] = []
    scanlines.reserveCapacity((width + 1) * height)
    for row in 0..<height {
      scanlines.append(0)  // No filter: neighbouring indices say nothing about each other.
      scanlines += indices[row * width..<(row + 1) * width]
    }
    let header = PNG.big(UInt32(width)) + PNG.big(UInt32(height)) + [8, 3, 0, 0, 0]
    bytes =
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + PNG.chunk("IHDR", header)
      + PNG.chunk("PLTE", palette.flatMap { [$0.red, $0.green, $0.blue] })
      + PNG.chunk("IDAT", PNG.compressed(scanlines)) + PNG.chunk("IEND", [])
  }

  /// The image as an address that holds it whole.
  var dataURI: String { "data:image/png;base64," + base64(bytes) }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    return big(UInt32(data.count)) + body + big(libdeflate_crc32(0, body, body.count))
  }

  private static func big(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }

  private static func compressed(_ data: [UInt8]) -> [UInt8] {
    // Allocation is the only way this can fail.
    let compressor = libdeflate_alloc_compressor(9)
    defer { libdeflate_free_compressor(compressor) }
    let bound = libdeflate_zlib_compress_bound(compressor, data.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
      count = libdeflate_zlib_compress(compressor, data, data.count, buffer.baseAddress, bound)
    }
  }
}

/// Bytes as letters (RFC 4648).
func base64(_ bytes: [UInt8]) -> String {
  let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var result: [UInt8] = []
  result.reserveCapacity((bytes.count + 2) / 3 * 4)
  var index = 0
  while index < bytes.count {
    let left = bytes.count - index
    let second = left > 1 ? bytes[index + 1] : 0, third = left > 2 ? bytes[index + 2] : 0
    let bits = Int(bytes[index]) << 16 | Int(second) << 8 | Int(third)
    result.append(letters[bits >> 18])
    result.append(letters[bits >> 12 & 63])
    result.append(left > 1 ? letters[bits >> 6 & 63] : UInt8(ascii: "="))
    result.append(left > 2 ? letters[bits & 63] : UInt8(ascii: "="))
    index += 3
  }
  return String(decoding: result, as: UTF8.self)
}
