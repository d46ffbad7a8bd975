import Features
import Models

/// Turns waveforms of one rate into rows of the shape that a model was trained with.
final class RowMaker {
  private let extractor: Extractor
  private let axes: TensorAxes
  private let rate: Double

  /// - Parameter shape: the rows' extents. Where the settings leave the number of frames open, training took that of its
  ///   longest clip; rows are then those beside a clip of that length.
  init(_ features: FeatureSettings, rate: Int, shape: [Int]) throws {
    self.rate = Double(rate)
    extractor = try Extractor(features, rate: Double(rate))
    axes = try Self.axes(of: extractor, shape: shape)
    guard axes.shape == shape else {
      throw ModelError(
        cannot: "rebuild", "front end", "it makes rows of \(axes.shape) where the model takes \(shape)")
    }
  }

  /// The rows of a waveform, end to end; how many frames it fills at most, and how many a row has by the recipe.
  func rows(of samples: [Float]) throws -> (values: [Float], frames: (filled: Int, wanted: Int?)) {
    let clip = ClipSummary(id: "", samples: samples.count, label: "")
    let segments = try extractor.settings.layout.layout.segments(of: [clip], rate: rate)
    let size = axes.count
    var frames = 0
    let values = try samples.withUnsafeBufferPointer { samples in
      try [Float](unsafeUninitializedCapacity: segments.count * size) { buffer, filled in
        for (index, segment) in segments.enumerated() {
          let row = UnsafeMutableBufferPointer(rebasing: buffer[index * size..<(index + 1) * size])
          row.initialize(repeating: 0)
          frames = max(frames, try extractor.extract(segment, of: samples, axes: axes, to: row))
        }
        filled = segments.count * size
      }
    }
    return (values, (frames, setFrames))
  }

  /// How many frames a row has by the recipe; nil where that followed from the clips of training.
  private var setFrames: Int? {
    switch extractor.settings.layout.layout {
    case let layout as SequenceLayout: layout.frames
    case let layout as ImageLayout: layout.frames
    case let layout as FlatLayout: layout.frames
    case is WindowsLayout: axes.times?.count
    default: nil
    }
  }

  /// The axes beside a longest clip of so many samples that rows get the wanted size: more samples never make it smaller.
  private static func axes(of extractor: Extractor, shape: [Int]) throws -> TensorAxes {
    let wanted = shape.reduce(1, *)
    func axes(_ longest: Int) throws -> TensorAxes {
      try extractor.plan(for: [ClipSummary(id: "", samples: longest, label: "")]).axes
    }
    var low = 1, high = max(1, Int(extractor.rate))
    var found = try axes(high)
    while found.count < wanted, high < 1 << 40 {
      let before = found.count
      low = high
      high *= 2
      found = try axes(high)
      // A layout whose rows do not grow with the clip will not start to.
      if found.count == before { return found }
    }
    while low < high {
      let middle = (low + high) / 2
      found = try axes(middle)
      if found.count < wanted { low = middle + 1 } else { high = middle }
    }
    return try axes(low)
  }
}
