import Settings

/// What a recipe says under `features`: which families, over which frames, laid out how.
public struct FeatureSettings: Settings {
  /// What it is for and what its keys mean.
  public static let about = About("What the tensors hold: which families, over which frames, laid out how.") {
    Key("frame", "How clips are cut into frames.", example: "frame: { size: 512, hop: 160 }")
    Key(
      "stack", "The families, in the order of the tensor's rows.", example: "stack: [\"zcr\", { mfcc: { count: 13 } }]")
    Key(
      "layout", "How their values become a tensor.",
      example: "layout: { statistics: { functionals: [\"mean\", \"std\"] } }")
  }

  /// How clips are cut into frames.
  public var frame = FrameSettings()
  /// The families, in the order of the tensor's rows.
  public var stack = [FamilyChoice(Zcr()), FamilyChoice(Rms()), FamilyChoice(Mfcc())]
  /// How their values become a tensor.
  public var layout = LayoutChoice(SequenceLayout())

  /// Zero-crossing rate, energy and MFCC as sequences.
  public init() {}

  /// These families over librosa's frames.
  public init(_ stack: [any Family], frame: FrameSettings = FrameSettings(), layout: any Layout = SequenceLayout()) {
    (self.stack, self.frame, self.layout) = (stack.map(FamilyChoice.init), frame, LayoutChoice(layout))
  }

  /// Checks the ranges of values.
  public func validate() throws {
    guard !stack.isEmpty else { throw Invalid("stack must name at least one feature family") }
    if layout.layout is ImageLayout, stack.count != 1 {
      throw Invalid("an image shows one family, found \(stack.count) in the stack")
    }
  }
}

/// All kinds of features that a recipe may name.
public enum Families {
  /// One line for each; `lilt-features --help` and error messages list them in this order.
  public static let all: [any Family.Type] = [
    Bandwidth.self,
    Centroid.self,
    Chroma.self,
    ChromaCens.self,
    ChromaCqt.self,
    Contrast.self,
    Delta.self,
    Fbank.self,
    Fft.self,
    Flatness.self,
    Flux.self,
    LogFbank.self,
    Mel.self,
    Mfcc.self,
    Msf.self,
    Onset.self,
    Poly.self,
    PsfMfcc.self,
    Rms.self,
    Rolloff.self,
    Ssc.self,
    Stft.self,
    Tonnetz.self,
    Zcr.self,
    ZeroCrossings.self,
  ]
}

/// A family as a recipe writes it: `"zcr"` or `{ mfcc: { count: 20 } }`.
public struct FamilyChoice: NamedChoice {
  /// What the alternatives are.
  public static let kind = "feature family"
  /// All that a recipe may name.
  public static var alternatives: [any Named.Type] { Families.all }

  /// The family with its settings.
  public let family: any Family

  /// Chooses a family.
  public init(_ family: any Family) { self.family = family }

  /// Reads a name, or an object with the name as its one key.
  public init(from decoder: any Decoder) throws {
    let choice = try decoder.choice(for: FamilyChoice.self)
    guard let family = choice as? any Family else { throw Invalid("'\(type(of: choice).name)' is no feature family") }
    self.family = family
  }

  /// Writes an object with the name as its one key.
  public func encode(to encoder: any Encoder) throws { try encoder.encode(choice: family) }

  /// Whether both are the same family with the same settings.
  public static func == (a: FamilyChoice, b: FamilyChoice) -> Bool { same(a.family, b.family) }

  private static func same<T: Family>(_ a: T, _ b: any Family) -> Bool { (b as? T) == a }
}
