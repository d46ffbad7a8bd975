import Audio
import Determinism
import Settings

/// A change of sound that a recipe asks for by name: one file per transform, one line in `allTransforms`.
public protocol Transform: Named {
  /// The same transform with every number fixed that the recipe leaves to chance; this is what a file records.
  func drawn(using random: inout Random) -> Self

  /// Changes a sound. Numbers that are not fixed yet are drawn now.
  /// - Parameters:
  ///   - sound: the clip.
  ///   - random: where noise comes from.
  ///   - workbench: the worker's tools and memory.
  func apply(to sound: inout Waveform, random: inout Random, workbench: Workbench) throws(AudioError)

  /// What variants are called that it makes.
  var label: String { get }

  /// Sound files that it reads besides the clip.
  var files: [String] { get }
}

/// Every transform that a recipe may name.
let allTransforms: [any Transform.Type] = [
  Original.self,
  Noise.self,
  Background.self,
  Stretch.self,
  Pitch.self,
  Speed.self,
  Shift.self,
  Gain.self,
  TractLength.self,
  Telephone.self,
  Reverb.self,
  Chain.self,
]

extension Transform {
  /// Itself: most have nothing else to draw.
  public func drawn(using random: inout Random) -> Self { self }

  /// Its name in recipes.
  public var label: String { Self.name }

  /// None.
  public var files: [String] { [] }

  func isEqual(to other: any Transform) -> Bool { other as? Self == self }
}
