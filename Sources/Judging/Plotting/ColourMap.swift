/// One colour of an image.
struct Colour: Equatable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  init(_ hex: UInt32) {
    red = UInt8(truncatingIfNeeded: hex >> 16)
    green = UInt8(truncatingIfNeeded: hex >> 8)
    blue = UInt8(truncatingIfNeeded: hex)
  }

  fileprivate init(from a: Colour, to b: Colour, _ share: Double) {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((Double(a) + share * (Double(b) - Double(a))).rounded()) }
    red = mix(a.red, b.red)
    green = mix(a.green, b.green)
    blue = mix(a.blue, b.blue)
  }
}

/// How values become colours, in 256 steps of even lightness that all kinds of colour vision can order.
enum ColourMap {
  /// Dark to bright, for levels.
  case magma
  /// Blue over white to red, for values about zero.
  case balance

  /// The 256 colours from the lowest value to the highest.
  var palette: [Colour] {
    (0..<256).map { step in
      let place = Double(step) / 255 * Double(stops.count - 1)
      let below = min(Int(place), stops.count - 2)
      return Colour(from: Colour(stops[below]), to: Colour(stops[below + 1]), place - Double(below))
    }
  }

  private var stops: [UInt32] {
    switch self {
    case .magma:
      [
        0x000004, 0x140E36, 0x3B0F70, 0x641A80, 0x8C2981, 0xB73779, 0xDE4968, 0xF7705C, 0xFE9F6D, 0xFECF92, 0xFCFDBF,
      ]
    case .balance:
      [0x053061, 0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xF4A582, 0xD6604D, 0xB2182B, 0x67001F]
    }
  }
}
