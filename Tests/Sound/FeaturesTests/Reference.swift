import FoundationEssentials
import Glibc
import TestSupport

/// What librosa and python_speech_features return; `Fixtures/Features/make_fixture.py` says how it was taken, and
/// `Fixtures/Precision/make_precision.py` how that in double precision was.
struct Reference {
  struct Entry: Decodable {
    let offset: Int
    let shape: [Int]
    let frames: [Int]?
  }

  /// One array. // [rows, columns]
  struct Table {
    let values: [Float]
    let rows: Int
    let columns: Int
    /// Which frames of the whole the columns are.
    let frames: [Int]
  }

  private let index: [String: Entry]
  private let values: [Float]

  init(_ fixture: String = "Features/features") throws {
    let folder = URL(filePath: Checkout.fixture(""))
    index = try JSONDecoder().decode(
      [String: Entry].self, from: Data(contentsOf: folder.appending(path: "\(fixture).json")))
    values = try Data(contentsOf: folder.appending(path: "\(fixture).bin")).withUnsafeBytes {
      Array($0.bindMemory(to: Float.self))
    }
  }

  var names: [String] { index.keys.sorted() }

  subscript(name: String) -> Table {
    get throws {
      struct Missing: Error { let name: String }
      guard let entry = index[name] else { throw Missing(name: name) }
      let columns = entry.shape.last ?? 1
      let count = entry.shape.reduce(1, *)
      return Table(
        values: Array(values[entry.offset..<entry.offset + count]), rows: count / max(columns, 1), columns: columns,
        frames: entry.frames ?? Array(0..<columns))
    }
  }

  /// One of the three signals at 22,050 Hz: computed as `make_reference.py` does, or kept where it is noise.
  func signal(_ name: String) throws -> [Float] {
    switch name {
    case "chirp": Signals.chirp
    case "vowel": Signals.vowel
    default: try self["signal/noise"].values
    }
  }
}

/// ‖ours - theirs‖ / ‖theirs‖.
func relativeError(_ ours: [Float], _ theirs: [Float]) -> Double {
  guard ours.count == theirs.count else { return .infinity }
  var (difference, size) = (0.0, 0.0)
  for (a, b) in zip(ours, theirs) {
    difference += (Double(a) - Double(b)) * (Double(a) - Double(b))
    size += Double(b) * Double(b)
  }
  return size == 0 ? difference.squareRoot() : (difference / size).squareRoot()
}

/// The deterministic signals of `make_reference.py`: 1.5 s at 22,050 Hz.
enum Signals {
  static let count = 33_075
  static let rate = 22_050.0

  /// 100 to 6000 Hz.
  static let chirp: [Float] = (0..<count).map { n in
    let t = Double(n) / rate
    return Float(0.5 * sin(2 * .pi * (100 * t + 5900 / 3 * t * t)))
  }

  /// Pulses at 150 Hz through three formants.
  static let vowel: [Float] = {
    var x = [Double](repeating: 0, count: count)
    for pulse in 0..<225 {
      let place = (Double(pulse) * rate / 150).rounded(.toNearestOrEven)
      x[min(Int(place), count - 1)] = 1
    }
    for (frequency, bandwidth) in [(700.0, 80.0), (1220, 90), (2600, 120)] {
      let r = exp(-.pi * bandwidth / rate)
      let (gain, a1, a2) = (
        1 - 2 * r * cos(2 * .pi * frequency / rate) + r * r, -2 * r * cos(2 * .pi * frequency / rate), r * r
      )
      var (y1, y2) = (0.0, 0.0)
      for n in 0..<count {
        let y = gain * x[n] - a1 * y1 - a2 * y2
        (x[n], y2, y1) = (y, y1, y)
      }
    }
    let peak = x.map(abs).max() ?? 1
    return x.map { Float(0.5 * $0 / peak) }
  }()
}
