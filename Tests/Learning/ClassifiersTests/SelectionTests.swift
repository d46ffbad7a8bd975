import Classical
import Determinism
import Networks
import Testing

@testable import Classifiers

@Suite struct SelectionTests {
  @Test func `names of columns tell their feature and its family`() {
    #expect(SelectSettings.feature(of: "mfcc_3_t17") == "mfcc_3")
    #expect(SelectSettings.feature(of: "mfcc_3") == "mfcc_3")
    #expect(SelectSettings.feature(of: "zcr_t0") == "zcr")
    #expect(SelectSettings.family(of: "delta_mfcc_3_mean") == "delta_mfcc")
    #expect(SelectSettings.family(of: "zcr_std") == "zcr")
  }

  @Test func `the times of a line are taken or left together`() {
    var settings = SelectSettings()
    #expect(settings.groups(of: ["a_0", "a_1", "b"], times: 2).map(\.columns) == [[0, 1], [2, 3], [4, 5]])
    settings.by = .family
    #expect(settings.groups(of: ["a_0", "a_1", "b"], times: 2).map(\.columns) == [[0, 1, 2, 3], [4, 5]])
  }

  @Test func `the features that tell classes apart are chosen, and the model looks at no others`() throws {
    var random = Random(Seed(5))
    var values: [Float] = []
    for row in 0..<120 {
      for feature in 0..<4 { values.append(Float(random.normal() + (feature == 2 && row % 2 == 1 ? 5 : 0))) }
    }
    let data = try Dataset(
      rows: ArrayRows(values, shape: [4]), labels: (0..<120).map { $0 % 2 }, names: ["low", "high"],
      speakers: (0..<120).map { "s\($0 / 20)" })
    var settings = ClassicalSettings()
    settings.model = ClassicalChoice(LDA())
    settings.select = SelectSettings()
    settings.select?.forward.limit = 1
    let fitted = try ClassicalClassifier(
      settings, on: data, rows: Array(0..<80), features: ["a", "b", "c", "d"], jobs: 1)
    #expect(fitted.selection?.chosen == ["c"] && fitted.selection?.columns == [2])
    let said = try Recogniser(.classical(fitted), threads: 1).probabilities(of: Array(80..<120), in: data)
    #expect(zip(said, data.labels[80...]).count { $0[$1] > 0.5 } >= 38)
  }
}
