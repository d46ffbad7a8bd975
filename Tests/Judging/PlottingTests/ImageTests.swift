import CDeflate
import Testing

@testable import Plotting

@Suite struct ImageTests {
  @Test func `base64 is RFC 4648's`() {
    // The test vectors of RFC 4648, section 10.
    let vectors = [
      "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE=", "foobar": "Zm9vYmFy",
    ]
    for (text, letters) in vectors { #expect(base64(Array(text.utf8)) == letters) }
  }

  @Test func `a PNG has its chunks in order with right checksums, and inflates to its pixels`() throws {
    let palette = ColourMap.magma.palette
    let png = PNG(width: 3, height: 2, indices: [0, 1, 2, 253, 254, 255], palette: palette).bytes
    #expect(png.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    var place = 8
    var chunks: [String: [UInt8]] = [:]
    var names: [String] = []
    func number(at place: Int) -> Int { png[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    while place < png.count {
      let length = number(at: place)
      let body = Array(png[place + 4..<place + 8 + length])
      #expect(number(at: place + 8 + length) == Int(libdeflate_crc32(0, body, body.count)))
      let name = String(decoding: body.prefix(4), as: UTF8.self)
      names.append(name)
      chunks[name] = Array(body.dropFirst(4))
      place += length + 12
    }
    #expect(names == ["IHDR", "PLTE", "IDAT", "IEND"])
    #expect(chunks["IHDR"] == [0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0])
    #expect(chunks["PLTE"]?.count == 768)
    let data = try #require(chunks["IDAT"])
    var lines = [UInt8](repeating: 9, count: 8)
    let decompressor = libdeflate_alloc_decompressor()
    defer { libdeflate_free_decompressor(decompressor) }
    #expect(libdeflate_zlib_decompress(decompressor, data, data.count, &lines, 8, nil) == LIBDEFLATE_SUCCESS)
    #expect(lines == [0, 0, 1, 2, 0, 253, 254, 255])
  }

  @Test func `colour maps rise in lightness, and the one about zero is lightest there`() {
    func lightness(_ colour: Colour) -> Double {
      0.2126 * Double(colour.red) + 0.7152 * Double(colour.green) + 0.0722 * Double(colour.blue)
    }
    let magma = ColourMap.magma.palette.map(lightness)
    #expect(zip(magma, magma.dropFirst()).allSatisfy { $0 <= $1 })
    let balance = ColourMap.balance.palette.map(lightness)
    #expect([127, 128].contains(balance.indices.max { balance[$0] < balance[$1] }))
  }

  @Test func `a loud cell survives when cells are merged, and the lowest row is at the bottom`() throws {
    var values = [Float](repeating: -100, count: 1025 * 400)
    values[3 * 400 + 200] = 0
    let grid = try #require(
      Grid(values: values, rows: 1025, hop: 0.01, rowMeaning: .frequencies(to: 8000), valueMeaning: .decibels()))
    let map = HeatMap(grid)
    #expect(map.range == -80...0)
    #expect(
      map.image(width: 100, height: 100).bytes != HeatMap(try #require(quiet)).image(width: 100, height: 100).bytes)
  }

  private var quiet: Grid? {
    Grid(
      values: [Float](repeating: -100, count: 1025 * 400), rows: 1025, hop: 0.01, rowMeaning: .frequencies(to: 8000),
      valueMeaning: .decibels())
  }

  @Test func `a grid needs a value for every cell and a frequency for every band`() {
    #expect(Grid(values: [1, 2, 3], rows: 2, hop: 1, rowMeaning: .coefficients, valueMeaning: .signed) == nil)
    #expect(Grid(values: [], rows: 1, hop: 1, rowMeaning: .coefficients, valueMeaning: .signed) == nil)
    #expect(Grid(values: [1, 2], rows: 2, hop: 1, rowMeaning: .bands(centres: [9]), valueMeaning: .signed) == nil)
  }
}
