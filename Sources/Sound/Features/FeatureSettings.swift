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
