import Determinism
import Settings

/// Something done to a batch at random while training, picked by name.
public protocol BatchAugmentation: Named {
  /// Changes rows and targets in place.
  func apply(to batch: inout Batch, random: inout Random)
}

/// Scaled rows and their targets, on their way into a step.
public struct Batch {
  /// Rows in the batch.
  public let count: Int
  /// The shape of one row.
  public let shape: [Int]
  /// The numbers of a class's row: [count, classes].
  public let classes: Int
  /// [count, shape...], row-major.
  public let values: UnsafeMutableBufferPointer<Float>
  /// [count, classes]: target distributions.
  public let targets: UnsafeMutableBufferPointer<Float>

  /// The times of a row [features, time]; a flat row counts as times of one feature.
  var times: Int { shape.last ?? 1 }
  /// The features that a row has at each of its times.
  var features: Int { shape.dropLast().reduce(1, *) }
}

/// The batch augmentations that recipes can name.
public enum BatchAugmentations {
  /// One line per augmentation.
  public static let all: [any BatchAugmentation.Type] = [
    NoiseAugmentation.self, Mixup.self, SpecAugment.self, TimeShift.self,
  ]
}

/// An augmentation chosen by name: `"mixup"` or `{ noise: { deviation: 0.1 } }`.
public struct BatchAugmentationChoice: NamedChoice {
  /// What the alternatives are.
  public static let kind = "batch augmentation"
  /// All that a recipe may name.
  public static var alternatives: [any Named.Type] { BatchAugmentations.all }

  /// The chosen augmentation.
  public var augmentation: any BatchAugmentation

  /// A choice made in code.
  public init(_ augmentation: any BatchAugmentation) { self.augmentation = augmentation }

  /// Reads a name, or an object with that one key.
  public init(from decoder: any Decoder) throws {
    augmentation = try decoder.choice(for: BatchAugmentationChoice.self) as! any BatchAugmentation
  }

  /// Writes an object with the name as its key.
  public func encode(to encoder: any Encoder) throws { try encoder.encode(choice: augmentation) }

  /// Choices are equal when they would be written alike.
  public static func == (a: BatchAugmentationChoice, b: BatchAugmentationChoice) -> Bool {
    isEqual(a.augmentation, b.augmentation)
  }
}
