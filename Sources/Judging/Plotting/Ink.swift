/// A colour by its role. Light values stand in every mark, so that viewers without style sheets draw them; a style sheet
/// turns them dark where the reader's screen is.
public enum Ink: String, Sendable, CaseIterable {
  /// What is read first.
  case text
  /// What is read second: units, captions, ticks.
  case muted
  /// Axis lines.
  case axis
  /// Grid lines.
  case grid
  /// What everything lies on.
  case surface
  /// The full strength of a heat map's cell.
  case heat
  /// The first series.
  case blue
  /// The second series, told apart from the first by every kind of colour vision.
  case orange
  /// A third series.
  case green
  /// A fourth series.
  case purple

  /// The colour on a light ground; series are Okabe and Ito's.
  public var light: String {
    switch self {
    case .text: "#1d2129"
    case .muted: "#59626e"
    case .axis: "#8a929c"
    case .grid: "#e4e7eb"
    case .surface: "#ffffff"
    case .heat: "#08306b"
    case .blue: "#0072b2"
    case .orange: "#d55e00"
    case .green: "#00805d"
    case .purple: "#a0468c"
    }
  }

  /// The colour on a dark ground.
  public var dark: String {
    switch self {
    case .text: "#e8eaed"
    case .muted: "#a6aeb8"
    case .axis: "#6f7884"
    case .grid: "#2f353c"
    case .surface: "#15181c"
    case .heat: "#a5cdfa"
    case .blue: "#56b4e9"
    case .orange: "#ff9547"
    case .green: "#3fcf9f"
    case .purple: "#dc92c6"
    }
  }

  /// The rules that turn pictures dark on a dark screen; paper stays light.
  public static let styleSheet: String = {
    let rules = allCases.map { ".fill-\($0){fill:\($0.dark)}.stroke-\($0){stroke:\($0.dark)}" }
    return "@media screen and (prefers-color-scheme:dark){" + rules.joined() + "}"
  }()

  var fill: String { "fill=\"\(light)\" class=\"fill-\(self)\"" }
  var stroke: String { "stroke=\"\(light)\" fill=\"none\" class=\"stroke-\(self)\"" }
}

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
