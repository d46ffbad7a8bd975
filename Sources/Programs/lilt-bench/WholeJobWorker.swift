import Audio
import Augmentation
import Features
import HDF5
import Store

/// One thread's cleaner, augmenter, extractor and memory.
final class WholeJobWorker {
  /// Rows of the tensor that are ready to be written.
  struct Block: Sendable {
    let chunks: [EncodedChunk]
    let lengths: [Int64]
  }

  private let cleaner: Cleaner
  private let augmenter: Augmenter
  private let extractor: Extractor
  private let axes: TensorAxes
  private let layout: TensorLayout
  private let memory: UnsafeMutableBufferPointer<Float>

  init(_ job: WholeJob, rate: Double, axes: TensorAxes, layout: TensorLayout, clipsPerTask: Int) throws {
    cleaner = Cleaner(job.clean)
    augmenter = Augmenter(job.augment)
    extractor = try Extractor(job.features, rate: rate)
    (self.axes, self.layout) = (axes, layout)
    memory = .allocate(capacity: clipsPerTask * job.augment.names.count * layout.rowSize)
  }

  deinit { memory.deallocate() }

  func blocks(of clips: [(path: String, variants: [PlannedVariant])]) throws -> [Block] {
    var lengths: [Int64] = []
    for (path, variants) in clips {
      let clip = try cleaner.waveform(of: path)
      for variant in variants {
        let sound = try augmenter.make(variant, of: clip).waveform
        let row = rows(lengths.count..<lengths.count + 1)
        lengths.append(
          Int64(try sound.samples.withUnsafeBufferPointer { try extractor.extract($0, axes: axes, to: row) }))
      }
    }
    return (0..<layout.blockCount(rows: lengths.count)).map { index in
      let range = layout.rows(ofBlock: index, of: lengths.count)
      return Block(chunks: layout.encode(UnsafeBufferPointer(rows(range))), lengths: Array(lengths[range]))
    }
  }

  private func rows(_ range: Range<Int>) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(
      rebasing: memory[range.lowerBound * layout.rowSize..<range.upperBound * layout.rowSize])
  }
}
