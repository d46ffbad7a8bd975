import Audio
import Foundation
import TestSupport

@testable import Corpora

extension Scratch {
  /// Puts bytes at a relative path, making folders on the way.
  func put(_ bytes: [UInt8], at relative: String) throws { try write(relative, Data(bytes)) }

  /// Puts text at a relative path.
  func put(text: String, at relative: String) throws { try write(relative, text) }

  /// Surveys the folder as a corpus, as the ingest stage does.
  func survey(as corpus: any Corpus) throws -> Survey {
    let listing = try Listing(of: path)
    return Survey(
      corpus, listing: listing, examinations: listing.sounds.map { Examination(of: $0, in: path) }, tableFiles: [:])
  }
}

/// A tone of a tenth of a second that does not start at zero and whose mean is zero.
func tone(_ pitch: Double = 400, rate: Int = 16_000, amplitude: Double = 0.3, seconds: Double = 0.1) -> [Int16] {
  (0..<Int(seconds * Double(rate))).map { index in
    Int16((amplitude * 32_767 * cos(2 * .pi * pitch * Double(index) / Double(rate))).rounded())
  }
}

/// An examination that found a sound with a given hash.
func examined(_ path: String, sound: [Int16], rate: Int = 48_000) -> Examination {
  Examination(path: SoundPath(path), result: .success(SoundFacts(of: Recording(rate: rate, int16: sound))))
}

/// A survey of files that only exist as examinations.
func survey(_ corpus: any Corpus, _ examinations: [Examination], tableFiles: [String: [UInt8]] = [:]) -> Survey {
  Survey(
    corpus, listing: Listing(sounds: examinations.map(\.path)), examinations: examinations, tableFiles: tableFiles)
}
