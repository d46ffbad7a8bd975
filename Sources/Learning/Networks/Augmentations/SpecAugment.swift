import Determinism
import Settings

/// SpecAugment (Park et al. 2019) without warping: bands of features and of times are set to 0, the scaled mean.
public struct SpecAugment: BatchAugmentation {
  /// `specAugment` in recipes.
  public static let name = "specAugment"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    SpecAugment (Park et al. 2019) without warping: bands of features and of times are set to 0, the scaled \
    mean.
    """
  ) {
    Key("featureMasks", "Bands of features per row.", in: 0...1000)
    Key("featureWidth", "Greatest width of a band of features.", in: 0...1_000_000)
    Key("timeMasks", "Bands of times per row.", in: 0...1000)
    Key("timeWidth", "Greatest width of a band of times.", in: 0...1_000_000)
  }

  /// Bands of features per row.
  public var featureMasks = 2
  /// Greatest width of a band of features.
  public var featureWidth = 15
  /// Bands of times per row.
  public var timeMasks = 2
  /// Greatest width of a band of times.
  public var timeWidth = 35

  /// Two bands of each.
  public init() {}

  /// Masks each row [features, time].
  public func apply(to batch: inout Batch, random: inout Random) {
    let times = batch.times, features = batch.features
    for row in 0..<batch.count {
      let start = row * features * times
      for _ in 0..<(features > 1 ? featureMasks : 0) {
        for feature in band(featureWidth, of: features, &random) {
          for time in 0..<times { batch.values[start + feature * times + time] = 0 }
        }
      }
      for _ in 0..<timeMasks {
        for time in band(timeWidth, of: times, &random) {
          for feature in 0..<features { batch.values[start + feature * times + time] = 0 }
        }
      }
    }
  }

  private func band(_ widest: Int, of extent: Int, _ random: inout Random) -> Range<Int> {
    let width = random.integer(below: min(widest, extent) + 1)
    let start = random.integer(below: extent - width + 1)
    return start..<start + width
  }
}
