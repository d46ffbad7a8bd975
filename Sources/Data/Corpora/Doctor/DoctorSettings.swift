import Settings

/// What a recipe does about each rule, `{ silent: "drop", offset: "fix" }`, and where the rules draw their lines.
public struct DoctorSettings: Settings {
  /// What it is for and what its keys mean: a key for each rule, whose own order of actions begins with the default.
  public static let about = About("What is done about each finding of the doctor, by the name of its rule.") {
    Key("limits", "Where the rules draw their lines.", example: "limits: { silent: -60 }")
    Rule.allCases.map { rule in
      let remedy = rule.remedy.isEmpty ? "" : " (`fix`: \(rule.remedy))"
      return Key(
        rule.rawValue, rule.meaning.prefix(1).uppercased() + rule.meaning.dropFirst() + remedy + ".",
        words: rule.actions.map(\.rawValue))
    }
  }

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
}

/// Where the doctor draws its lines.
public struct Limits: Settings {
  /// What it is for and what its keys mean.
  public static let about = About("Where the doctor draws its lines.") {
    Key(
      "silent", "Peak, as a level of full scale, below which a clip is silent; one step of 16 bits is -90 dB.",
      in: -1000...0,
      unit: "dB")
    Key("quiet", "Peak, as a level of full scale, below which a clip is quiet.", in: -1000...0, unit: "dB")
    Key(
      "beyond",
      "Peak, as a level of full scale, above which samples, which may exceed it in files of floats, are in another unit.",
      in: 0...1000, unit: "dB")
    Key("leadingZeros", "Exact zeros at the start.", in: 1e-6...86_400, unit: "seconds")
    Key("clipped", "Samples at full scale.", in: 1...1_000_000_000)
    Key("offset", "Distance of the mean from zero, as a share of full scale.", in: 1e-9...1)
  }

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

  /// What is silent is quiet as well.
  public func validate() throws {
    if silent > quiet { throw Invalid("silent must not be above quiet, found \(silent) and \(quiet)") }
  }
}
