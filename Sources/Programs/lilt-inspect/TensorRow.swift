import Plotting
import Store

/// One row of a tensor, taken apart into its families again by the names on its axis.
///
/// | layout | name | family | row | column |
/// |---|---|---|---|---|
/// | sequence | `mfcc_3` | `mfcc` | 3 | every time |
/// | flat | `mfcc_3_t17` | `mfcc` | 3 | 17 |
/// | statistics | `mfcc_3_mean` | `mfcc mean` | 3 | the only one |
struct TensorRow {
  private let title: String
  private let units: [String]
  private let names: [Name]
  private let values: [Float]  // [feature] or [feature, time]
  private let hop: Double?

  init(_ row: Int, in file: InputFile) throws {
    let about = try file.rows()[row]
    title = about.label.isEmpty ? about.id : "\(about.id): \(about.label)"
    names = try file.texts("/tensor/feature").map(Name.init)
    units = try file.attachedTexts("units", of: "/tensor/feature")
    values = try file.tensor().row(row)
    hop = try file.hop()
  }

  /// A panel for each family in the order of the axis.
  var portrait: TensorPortrait {
    var places: [String: [Int]] = [:]
    var order: [String] = []
    for (place, name) in names.enumerated() {
      if places[name.family] == nil { order.append(name.family) }
      places[name.family, default: []].append(place)
    }
    return TensorPortrait(title: title, panels: order.compactMap { panel($0, places[$0] ?? []) })
  }

  private func panel(_ family: String, _ places: [Int]) -> TensorPortrait.Panel? {
    let unit = units.indices.contains(places[0]) ? units[places[0]] : ""
    if let hop {
      let frames = values.count / names.count
      return TensorPortrait.Panel(
        name: family, unit: unit, rows: places.count,
        values: places.flatMap { values[$0 * frames..<($0 + 1) * frames] }, along: .time(hop: hop))
    }
    let frames = Set(places.compactMap { names[$0].frame }).count
    // A flat row goes frame by frame, a picture row by row.
    let rows = places.count / max(frames, 1)
    let turned = (0..<rows).flatMap { row in (0..<max(frames, 1)).map { values[places[$0 * rows + row]] } }
    return TensorPortrait.Panel(
      name: family, unit: unit, rows: frames > 0 ? rows : places.count, values: turned,
      along: frames > 0 ? .frames : .nothing)
  }

  /// A feature's name in its parts.
  private struct Name {
    var family = ""
    var frame: Int?

    init(_ name: String) {
      var words: [Substring] = []
      for word in name.split(separator: "_") {
        if word.first == "t", let number = Int(word.dropFirst()) {
          frame = number
        } else if Int(word) == nil {
          words.append(word)
        }
      }
      family = words.joined(separator: " ")
    }
  }
}
