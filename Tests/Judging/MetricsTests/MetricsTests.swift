import Testing

@testable import Metrics

@Suite struct MetricsTests {
  @Test func `scores equal scikit-learn's on random and degenerate cases`() throws {
    for sample in try Fixture.load().cases {
      let expected = sample.expected
      let predictions = try sample.predictions()
      let confusion = Confusion(of: predictions)
      let scores = confusion.scores
      #expect(predictions.rows.map(\.guess) == expected.guess, "\(sample.name)")
      #expect(confusion.counts == expected.confusion, "\(sample.name)")
      #expect(confusion.support == expected.support, "\(sample.name)")
      #expect(agree(scores.uar, expected.uar), "\(sample.name): UAR \(scores.uar), \(expected.uar)")
      #expect(agree(scores.war, expected.war), "\(sample.name)")
      #expect(agree(scores.macroF1, expected.macroF1), "\(sample.name): F1 \(scores.macroF1), \(expected.macroF1)")
      #expect(zip(scores.recalls, expected.recall).allSatisfy(agree), "\(sample.name)")
      #expect(zip(scores.precisions, expected.precision).allSatisfy(agree), "\(sample.name)")
      #expect(zip(scores.f1s, expected.f1).allSatisfy(agree), "\(sample.name)")
      #expect(agree(Calibration(of: predictions).error, expected.ece), "\(sample.name)")
    }
  }

  @Test func `intervals equal a NumPy bootstrap over speakers within its noise`() throws {
    for sample in try Fixture.load().cases {
      guard let uar = sample.expected.uarInterval, let war = sample.expected.warInterval else { continue }
      let intervals = ScoreIntervals(of: try sample.predictions())
      #expect(intervals.resampling.unit == .speaker)
      #expect(intervals.resampling.count == Set(sample.speaker).count)
      // 2,000 draws place a 2.5 % quantile within about 0.012 for intervals this wide.
      for (ours, theirs) in zip(
        [intervals.uar.low, intervals.uar.high, intervals.war.low, intervals.war.high], uar + war)
      {
        #expect(abs(ours - theirs) < 0.015, "\(sample.name): \(ours), NumPy \(theirs)")
      }
    }
  }

  @Test func `McNemar's p-values equal SciPy's`() throws {
    for sample in try Fixture.load().mcnemar {
      let test = McNemar(onlyFirst: sample.b, onlySecond: sample.c)
      #expect(abs(test.exactP - sample.exactP) < 1e-9, "\(sample)")
      #expect(agree(test.chiSquare, sample.chiSquare), "\(sample)")
      #expect(abs(test.chiSquareP - sample.chiSquareP) < 1e-12, "\(sample)")
    }
  }

  @Test func `the first of several equally probable classes is predicted`() {
    #expect(Prediction.likeliest([0.2, 0.4, 0.4]) == 1)
    #expect(Prediction.likeliest([0.25, 0.25, 0.25, 0.25]) == 0)
  }

  @Test func `rates of a class without rows are missing and not zero`() {
    let confusion = Confusion(counts: [[3, 1], [0, 0]])
    #expect(confusion.rates == [[0.75, 0.25], nil])
    #expect(confusion.scores.recalls == [0.75, nil])
    #expect(confusion.scores.uar == 0.75)
  }

  @Test func `baselines are chance over the labels and the majority of training`() {
    let own = Baselines(support: [1, 6, 3])
    #expect(own.majorityClass == 1)
    #expect(own.majorityWAR == 0.6)
    #expect(own.majorityUAR == 1.0 / 3)
    #expect(own.chance == 1.0 / 3)
    let trained = Baselines(support: [1, 6, 3], training: [9, 1, 1])
    #expect(trained.majorityWAR == 0.1)
    let empty = Baselines(support: [0, 6, 0], training: [9, 1, 1])
    #expect(empty.majorityUAR == 0)
  }

  @Test func `windows of a clip become their mean`() throws {
    let windows = try Predictions(
      labels: ["a", "b"],
      rows: [
        Prediction(row: "x#1", clip: "x", truth: 1, probabilities: [0.6, 0.4]),
        Prediction(row: "y#1", clip: "y", truth: 0, probabilities: [0.9, 0.1]),
        Prediction(row: "x#2", clip: "x", truth: 1, probabilities: [0.1, 0.9]),
      ])
    let clips = try windows.byClip()
    #expect(clips.rows.map(\.clip) == ["x", "y"])
    #expect(clips.rows[0].probabilities == [0.35, 0.65])
    #expect(clips.rows[0].guess == 1)
    #expect(clips.rows.map(\.row) == ["x", "y"])
  }

  @Test func `windows of one clip with two truths are refused`() throws {
    let windows = try Predictions(
      labels: ["a", "b"],
      rows: [
        Prediction(row: "x#1", clip: "x", truth: 1, probabilities: [0.6, 0.4]),
        Prediction(row: "x#2", clip: "x", truth: 0, probabilities: [0.1, 0.9]),
      ])
    #expect(
      throws: EvaluationError("cannot average 'x': expected one true class, found several among its rows")
    ) { try windows.byClip() }
  }

  @Test func `predictions that cannot be scored are refused by name`() {
    func refusal(_ row: Prediction) -> String? {
      do {
        _ = try Predictions(labels: ["a", "b"], rows: [row])
        return nil
      } catch {
        return error.description
      }
    }
    #expect(
      refusal(Prediction(row: "r", clip: "r", truth: 0, probabilities: [.nan, 1]))
        == "cannot score 'r': expected finite probabilities from 0 up, found [nan, 1.0]")
    #expect(
      refusal(Prediction(row: "r", clip: "r", truth: 2, probabilities: [0, 1]))
        == "cannot score 'r': expected a class from 0 to 1, found 2")
    #expect(
      refusal(Prediction(row: "r", clip: "r", truth: 0, probabilities: [1]))
        == "cannot score 'r': expected one probability for each of 2 classes, found 1")
    #expect(throws: EvaluationError.self) { try Predictions(labels: ["a"], rows: []) }
  }

  @Test func `a half-sure model that is always right is under-confident by a half`() throws {
    let predictions = try Predictions(
      labels: ["a", "b"],
      rows: (0..<10).map { Prediction(row: "\($0)", clip: "\($0)", truth: 0, probabilities: [0.5, 0.5]) })
    let calibration = Calibration(of: predictions)
    #expect(calibration.error == 0.5)
    #expect(calibration.bins[4].count == 10)
    #expect(calibration.verdict == "less sure than it could be")
  }

  @Test func `soft agreement is zero distance when the model says what listeners say`() throws {
    let predictions = try Predictions(
      labels: ["a", "b"],
      rows: [Prediction(row: "r", clip: "r", truth: 0, probabilities: [0.75, 0.25], soft: [0.75, 0.25])])
    let soft = try #require(SoftAgreement(of: predictions))
    #expect(soft.distance == 0)
    #expect(abs(soft.crossEntropy - 0.562335) < 1e-6)  // entropy of (3/4, 1/4) in nats
  }
}
