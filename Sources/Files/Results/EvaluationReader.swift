import Metrics
import Reports
import Settings
import Store
import System

extension Judged {
  /// Reads `evaluation.h5`; scores are computed anew from the predictions.
  public init(file path: String) throws {
    let file = try InputFile.open(path, expecting: .evaluation)
    let intervals = try Bootstrap(parsing: file.text("intervals", of: "/").utf8)
    let labels = try file.texts("/labels/names")
    let others = file.groupPaths.filter { $0.hasPrefix("/splits/") && $0.hasSuffix("/predictions") }
    let roots = [""] + others.map { String($0.dropLast("/predictions".count)) }
    let read = try roots.map { root in
      (
        result: try SplitResult(file, under: root, labels: labels, intervals: intervals),
        rows: try file.array("\(root)/predictions/row", of: Int64.self).map(Int.init)
      )
    }
    // Groups come back by name; results are told in the order of their worth.
    let ordered = [SplitResult.Role.honest, .published, .leaking].flatMap { role in
      read.filter { $0.result.role == role }
    }
    self.init(
      recipe: try file.text("recipe", of: "/"), text: try file.text("recipe_text", of: "/"),
      settings: try JSON(parsing: file.text("recipe_settings", of: "/").utf8), intervals: intervals,
      results: ordered.map(\.result), rows: ordered.map(\.rows))
  }
}

extension SplitResult {
  fileprivate init(_ file: InputFile, under root: String, labels: [String], intervals: Bootstrap) throws {
    let group = "\(root)/predictions"
    self.init(
      name: try file.text("split", of: group), role: .leaking,
      method: try file.text("method", of: group),
      scorecard: Scorecard(
        try Predictions(labels: labels, rows: Prediction.read(file, group, classes: labels.count)),
        bootstrap: intervals))
    // What the file says of a role counts only as far as its own proof allows.
    let said = Role(rawValue: try file.text("role", of: group))
    let transductive = try file.text("transductive", of: group)
    self.transductive = transductive.isEmpty ? nil : transductive
    let columns = try FoldOverlap.columns.map { try file.array("\(root)/proof/\($0.name)", of: Int64.self) }
    sentences = try file.sentences(under: "\(root)/sentences")
    proof = (columns.first ?? []).indices.map { fold in
      var proof = FoldOverlap(trainingRows: 0, testRows: 0, speakers: 0, clips: 0, relatives: 0, sounds: 0)
      for (column, values) in zip(FoldOverlap.columns, columns) where values.indices.contains(fold) {
        proof[keyPath: column.value] = Int(values[fold])
      }
      return proof
    }
    role = Role(of: proof, isPublished: said == .published)
    inductive = try twin(of: file, under: "\(root)/inductive", intervals: intervals)
  }
}

extension SplitResult {
  /// The scores where nothing was fitted on test rows; nil where the file has none.
  fileprivate func twin(of file: InputFile, under group: String, intervals: Bootstrap) throws -> Scorecard? {
    guard file.contains("\(group)/probability") else { return nil }
    let rows = scorecard.predictions.rows, classes = scorecard.labels.count
    let label = try file.array("\(group)/label", of: Int64.self)
    let probability = try file.array("\(group)/probability", of: Float.self)
    guard label.count == rows.count, probability.count == rows.count * classes else {
      throw EvaluationError("cannot read '\(file.path)': \(group) has not the rows of the predictions beside it")
    }
    let twins = rows.enumerated().map { index, row in
      var twin = row.saying(probability[index * classes..<(index + 1) * classes].map(Double.init))
      twin.guess = Int(label[index])
      return twin
    }
    return Scorecard(try Predictions(labels: scorecard.labels, rows: twins), bootstrap: intervals)
  }
}

extension InputFile {
  /// Reads what the sentences alone tell, of a split or of a result.
  public func sentences(under group: String) throws -> [SentenceBaseline] {
    var clues = try texts("\(group)/corpus").map {
      SentenceBaseline(corpus: $0, rows: 0, heard: 0, classes: 0, uar: 0, war: 0, margin: 0)
    }
    for (name, value) in SentenceBaseline.counts {
      for (index, number) in try array("\(group)/\(name)", of: Int64.self).enumerated()
      where clues.indices.contains(index) {
        clues[index][keyPath: value] = Int(number)
      }
    }
    for (name, value) in SentenceBaseline.shares {
      for (index, share) in try array("\(group)/\(name)", of: Double.self).enumerated()
      where clues.indices.contains(index) {
        // A margin is as wide as few rows make it.
        guard name == "margin" || (0...1).contains(share) else {
          throw EvaluationError(
            "cannot read '\(path)': \(group)/\(name) holds \(share) at element \(index); expected a share from 0 to 1")
        }
        clues[index][keyPath: value] = share
      }
    }
    return clues
  }
}

extension Prediction {
  fileprivate static func read(_ file: InputFile, _ group: String, classes: Int) throws -> [Prediction] {
    let id = try file.texts("\(group)/id"), clip = try file.texts("\(group)/clip")
    let corpus = try file.texts("\(group)/corpus"), speaker = try file.texts("\(group)/speaker")
    let sex = try file.texts("\(group)/sex"), variant = try file.texts("\(group)/variant")
    let statement = try file.texts("\(group)/statement")
    let heard = try file.array("\(group)/heard", of: Int64.self)
    let fold = try file.array("\(group)/fold", of: Int64.self)
    let truth = try file.array("\(group)/truth", of: Int64.self)
    let label = try file.array("\(group)/label", of: Int64.self)
    let probability = try file.array("\(group)/probability", of: Float.self)
    return id.indices.map { index in
      var prediction = Prediction(
        row: id[index], clip: clip[index], fold: Int(fold[index]), corpus: corpus[index], speaker: speaker[index],
        sex: sex[index], truth: Int(truth[index]), guess: Int(label[index]),
        probabilities: probability[index * classes..<(index + 1) * classes].map(Double.init))
      prediction.variant = variant[index]
      prediction.statement = statement[index]
      prediction.isHeard = heard[index] < 0 ? nil : heard[index] > 0
      return prediction
    }
  }
}

// The rooms that score know nothing of exit statuses; what stops them is always something in a file.
extension EvaluationError: Failure {
  /// Predictions or shares that are none.
  public var failureKind: FailureKind { .data }
}
