import Settings
import Signal

/// How clips are cut into frames: librosa's defaults at 22,050 Hz.
public struct FrameSettings: Settings, Hashable {
  /// What it is for and what its keys mean.
  public static let about = About("How clips are cut into frames: librosa's defaults at 22,050 Hz.") {
    Key("size", "Samples per frame, which is the size of its Fourier transform.", in: 2...1 << 24, unit: "samples")
    Key("hop", "Samples from one frame to the next.", in: 1...1 << 24, unit: "samples")
    Key("window", "The shape that frames are weighted with before they are transformed.")
    Key(
      "length", "Samples that the window covers in the middle of a frame; all of them when left out.", in: 1...1 << 24,
      unit: "samples", example: "length: 400")
    Key("center", "Whether frame t is centred on sample t * hop, rather than starting there.")
    Key("padding", "What spectra see beyond a clip's ends.")
  }

  /// Samples per frame, which is the size of its Fourier transform.
  public var size = 2048
  /// Samples from one frame to the next.
  public var hop = 512
  /// The shape that frames are weighted with before they are transformed.
  public var window = Window.hann
  /// Samples that the window covers in the middle of a frame; all of them if null.
  public var length: Int?
  /// Whether frame t is centred on sample t * hop, rather than starting there.
  public var center = true
  /// What spectra see beyond a clip's ends.
  public var padding = FramePadding.zero

  /// The defaults above.
  public init() {}

  /// Frames of `size` samples, `hop` apart.
  public init(size: Int, hop: Int) { (self.size, self.hop) = (size, hop) }

  /// A window is no longer than its frame.
  public func validate() throws {
    if let length, length > size {
      throw Invalid("length must be from 1 to the frame's size of \(size), found \(length)")
    }
  }

  /// The cutting itself.
  var framing: Framing { Framing(size: size, hop: hop, centred: center, padding: padding) }

  /// Frames with what other than the spectrum sees beyond the ends.
  func framing(padding: FramePadding) -> Framing { Framing(size: size, hop: hop, centred: center, padding: padding) }

  /// Where the frames lie at a rate.
  func timeline(rate: Double) -> Timeline {
    Timeline(rate: rate, hop: hop, deficit: center ? size % 2 : size, middle: center ? 0 : Double(size) / 2)
  }
}
