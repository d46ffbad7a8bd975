import Networks
import Store

// A training's epochs as columns of one group.

private var columns: [(name: String, value: WritableKeyPath<EpochRecord, Double>)] {
  [
    ("rate", \.rate), ("loss", \.loss), ("accuracy", \.accuracy), ("validationLoss", \.validationLoss),
    ("validationAccuracy", \.validationAccuracy), ("validationUAR", \.validationUAR),
  ]
}

extension OutputFile {
  /// Writes one column for each number of an epoch.
  func write(_ history: [EpochRecord], to group: String) throws {
    try write("\(group)/epoch", history.map { Int64($0.epoch) })
    for column in columns { try write("\(group)/\(column.name)", history.map { $0[keyPath: column.value] }) }
  }
}

extension InputFile {
  /// Reads the epochs of a training.
  func history(of group: String) throws -> [EpochRecord] {
    var history = try array("\(group)/epoch", of: Int64.self).map { epoch in
      EpochRecord(
        epoch: Int(epoch), rate: 0, loss: 0, accuracy: 0, validationLoss: 0, validationAccuracy: 0, validationUAR: 0)
    }
    for column in columns {
      let values = try array("\(group)/\(column.name)", of: Double.self)
      guard values.count == history.count else {
        throw ModelError(
          cannot: "read", path, "\(group)/\(column.name) has \(values.count) epochs; expected \(history.count)")
      }
      for index in values.indices { history[index][keyPath: column.value] = values[index] }
    }
    return history
  }
}
