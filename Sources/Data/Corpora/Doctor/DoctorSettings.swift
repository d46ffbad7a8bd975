import Settings

/// What a recipe does about each rule, `{ silent: "drop", offset: "fix" }`, and where the rules draw their lines.
public struct DoctorSettings: Settings {
  /// Where the rules draw their lines.
  public var limits = Limits()
  private var actions: [Rule: Action] = [:]

  /// Every rule's default action.
  public init() {}

  /// What is done about a rule's findings.
  public subscript(rule: Rule) -> Action {
    get { actions[rule] ?? rule.defaultAction }
    set { actions[rule] = newValue == rule.defaultAction ? nil : newValue }
  }

  private enum LimitsKey: String, CodingKey { case limits }

  /// Reads one action by rule name, and the limits.
  public init(from decoder: any Decoder) throws {
    limits = try decoder.container(keyedBy: LimitsKey.self).decode(Limits.self, forKey: .limits)
    let chosen = try decoder.container(keyedBy: Rule.self)
    for rule in Rule.allCases { self[rule] = try chosen.decode(Action.self, forKey: rule) }
  }

  /// Writes every rule's action, defaults too, and the limits.
  public func encode(to encoder: any Encoder) throws {
    var limitsContainer = encoder.container(keyedBy: LimitsKey.self)
    try limitsContainer.encode(limits, forKey: .limits)
    var chosen = encoder.container(keyedBy: Rule.self)
    for rule in Rule.allCases { try chosen.encode(self[rule], forKey: rule) }
  }

  /// Refuses actions that a rule does not offer.
  public func validate() throws {
    for rule in Rule.allCases where !rule.actions.contains(self[rule]) {
      let offered = rule.actions.map { "'\($0.rawValue)'" }.joined(separator: " or ")
      throw Invalid("\(rule.rawValue) cannot be '\(self[rule].rawValue)'; expected \(offered)")
    }
  }
}

/// Where the doctor draws its lines.
public struct Limits: Settings {
  /// Peak in dB of full scale below which a clip is silent; one step of 16 bits is -90 dB.
  public var silent = -70.0
  /// Peak in dB of full scale below which a clip is quiet.
  public var quiet = -40.0
  /// Peak in dB of full scale above which samples, which may exceed it in files of floats, are in another unit.
  public var beyond = 20.0
  /// Exact zeros at the start, in seconds.
  public var leadingZeros = 0.1
  /// Samples at full scale.
  public var clipped = 10
  /// Distance of the mean from zero, as a share of full scale.
  public var offset = 0.01

  /// The lines that the rules draw by themselves.
  public init() {}

  /// Levels are at most full scale, counts at least one.
  public func validate() throws {
    if silent > 0 || quiet > 0 { throw Invalid("silent and quiet are levels below full scale; expected at most 0 dB") }
    if silent > quiet { throw Invalid("silent must not be above quiet, found \(silent) and \(quiet)") }
    if leadingZeros <= 0 { throw Invalid("leadingZeros must be above 0 seconds, found \(leadingZeros)") }
    if clipped < 1 { throw Invalid("clipped must be at least 1 sample, found \(clipped)") }
    if offset <= 0 { throw Invalid("offset must be above 0, found \(offset)") }
    try require("silent", silent, in: -1000...0, "dB")
    try require("quiet", quiet, in: -1000...0, "dB")
    try require("beyond", beyond, in: 0...1000, "dB")
    try require("leadingZeros", leadingZeros, in: 0...86_400, "seconds")
    try require("clipped", clipped, in: 1...1_000_000_000)
    try require("offset", offset, in: 0...1)
  }
}
