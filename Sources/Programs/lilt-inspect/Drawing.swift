import Plotting
import Portraits
import Store
import System

/// Pictures of what a file holds.
struct Drawing {
  private let file: InputFile

  init(_ file: InputFile) { self.file = file }

  /// `classes`, or one row by its id.
  func picture(of subject: String) throws -> Picture {
    if subject == "classes" { return try classes() }
    switch file.schema {
    case .clean, .augmented: return try sound(ofRow: subject)
    case .features: return try TensorRow(try file.row(named: subject), in: file).portrait.picture(width: 640)
    default:
      throw cannot("draw row '\(subject)' of", "clean.h5, augmented.h5 and features.h5 hold rows that can be drawn")
    }
  }

  private func sound(ofRow id: String) throws -> Picture {
    let place = try file.row(named: id)
    let rate = try file.rate()
    let about = try file.rows()[place]
    let samples = try file.ragged("/audio").read(place)
    let title = about.label.isEmpty ? id : "\(id): \(about.label)"
    return try Portraitist(rate: Double(rate)).portrait(of: samples, title: title).picture(width: 640)
  }

  /// How many rows each class has, and how long they are where the file says so.
  private func classes() throws -> Picture {
    let table = file.contains("/clips/label") ? "/clips" : "/rows"
    guard file.contains("\(table)/label") else { throw cannot("draw the classes of", "it has no labels") }
    let labels = try file.texts("\(table)/label")
    let seconds = try seconds()
    let names = Set(labels).subtracting([""]).sorted()
    guard !names.isEmpty else { throw cannot("draw the classes of", "no row of it has a label") }
    let distribution = ClassDistribution(
      names.map { name in
        let rows = labels.indices.filter { labels[$0] == name }
        let total = seconds.map { all in rows.reduce(0) { $0 + all[$1] } } ?? 0
        return .init(label: name, clips: rows.count, seconds: total / Double(rows.count))
      })
    return seconds == nil ? distribution.counts.picture(width: 480) : distribution.picture()
  }

  /// How long the sound of each row is; nil where the file does not say.
  private func seconds() throws -> [Double]? {
    switch file.schema {
    case .catalog:
      let rates = try file.array("/clips/rate", of: Int64.self)
      return zip(try file.array("/clips/frames", of: Int64.self), rates).map { $1 > 0 ? Double($0) / Double($1) : 0 }
    case .clean, .augmented:
      let sound = try file.ragged("/audio")
      let rate = Double(try file.rate())
      return (0..<sound.count).map { Double(sound.length(of: $0)) / rate }
    case .features:
      guard let hop = try file.hop() else { return nil }
      return try file.array("/tensor/length", of: Int64.self).map { Double($0) * hop }
    default: return nil
    }
  }

  private func cannot(_ verb: String, _ cause: String) -> DataError {
    DataError(cannot: verb, file.path, cause)
  }
}

extension InputFile {
  /// Seconds between the frames of a tensor's rows; nil where rows are vectors.
  func hop() throws -> Double? {
    guard contains("/tensor/time") else { return nil }
    let times = try array("/tensor/time", of: Double.self)
    let hop = times.count > 1 ? times[1] - times[0] : 1
    guard hop.isFinite, hop > 0, hop < 1e6 else {
      throw DataError(cannot: "draw the rows of", path, "/tensor/time holds \(times[0]) and then \(times[1]) seconds")
    }
    return hop
  }
}
