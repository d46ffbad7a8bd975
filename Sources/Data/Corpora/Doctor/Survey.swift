import Glibc
import Tables

/// Everything found in one corpus's folder: what a catalog is made of.
public struct Survey: Sendable {
  /// The corpus.
  public let corpus: any Corpus
  /// Its files.
  public let listing: Listing
  /// What each of the listing's sounds holds, in any order.
  public let examinations: [Examination]
  /// The corpus's tables as far as they are there.
  public let tables: [String: Table]
  /// What is wrong with tables that are there.
  let complaints: [Remark]

  /// Puts together what was found.
  public init(
    _ corpus: any Corpus, listing: Listing, examinations: [Examination], tableFiles: [String: [UInt8]]
  ) {
    (self.corpus, self.listing, self.examinations) = (corpus, listing, examinations)
    var tables: [String: Table] = [:], complaints: [Remark] = []
    for (name, bytes) in tableFiles.sorted(by: { $0.key < $1.key }) {
      do {
        tables[name] = try Table(parsing: bytes, name: name)
      } catch {
        complaints.append(Remark(.noDemographics, corpus.name, error.description))
      }
    }
    (self.tables, self.complaints) = (tables, complaints)
  }

  /// Where a corpus's tables lie, by file name: in its folder, in `meta` or `metadata` below it, or beside it.
  public static func tablePaths(of corpus: any Corpus, in folder: String) -> [String: String] {
    var found: [String: String] = [:]
    for table in corpus.tables {
      let places = [
        "\(folder)/\(table)", "\(folder)/meta/\(table)", "\(folder)/metadata/\(table)", "\(folder)/../\(table)",
      ]
      found[table] = places.first { access($0, R_OK) == 0 }
    }
    return found
  }
}
