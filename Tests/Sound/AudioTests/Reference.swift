import FoundationEssentials
import TestSupport

/// What librosa and pandas return, as `Tests/Fixtures/Audio/make.py` wrote it.
struct Reference: Decodable {
  struct TrimCase: Decodable {
    let topDb: Double
    let frame: Int
    let hop: Int
    let range: [Int]
  }
  struct MaskCase: Decodable {
    let rate: Int
    let threshold: Double
    let runs: [[Int]]
  }

  let trim: [TrimCase]
  let mask: [MaskCase]
  private let signals: [String: [Int]]

  static func load() throws -> Reference {
    try JSONDecoder().decode(Reference.self, from: Data(contentsOf: folder.appending(path: "audio.json")))
  }

  func signal(_ name: String) throws -> [Float] {
    let place = signals[name] ?? [0, 0]
    let bytes = try Data(contentsOf: Reference.folder.appending(path: "audio.f32"))
    return bytes.withUnsafeBytes { all in
      (place[0]..<place[0] + place[1]).map { all.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
  }

  private static var folder: URL {
    URL(filePath: Checkout.fixture("Audio"))
  }
}

/// The largest difference between two signals of equal length, infinite otherwise.
func difference(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Float {
  a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
}
