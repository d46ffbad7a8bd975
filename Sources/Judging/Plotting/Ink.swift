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
