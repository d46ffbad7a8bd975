import Glibc
import Settings
import Testing

@testable import Features

@Suite struct LayoutTests {
  /// 2.5 s, as the well-known recipe cuts RAVDESS: 108 frames.
  static let clip = (0..<55_125).map { Float(sin(Double($0) * 0.05) * sin(Double($0) * 0.0007)) }

  static func extract(_ settings: FeatureSettings, _ clip: [Float], longest: Int? = nil) throws
    -> (row: [Float], frames: Int, axes: TensorAxes)
  {
    let extractor = try Extractor(settings, rate: 22_050)
    let plan = try extractor.plan(for: [ClipSummary(id: "a", samples: longest ?? clip.count, label: "x")])
    var row = [Float](repeating: .nan, count: plan.valuesPerRow)
    let frames = try clip.withUnsafeBufferPointer { clip in
      try row.withUnsafeMutableBufferPointer { try extractor.extract(clip, axes: plan.axes, to: $0) }
    }
    return (row, frames, plan.axes)
  }

  static func matrix(_ family: any Family, _ clip: [Float]) throws -> [[Float]] {
    let extractor = try Extractor(FeatureSettings([family]), rate: 22_050)
    return try clip.withUnsafeBufferPointer { clip in
      try extractor.withValues(of: 0, for: clip) { m in
        (0..<m.rows).map { r in (0..<m.columns).map { m[r, $0] } }
      }
    }
  }

  @Test func `flat is the vector of 2376 values that everyone uses, frame after frame`() throws {
    let settings = try FeatureSettings(
      parsing: Array(
        "{ frame: { size: 2048, hop: 512 }, stack: ['zcr', 'rms', { mfcc: { count: 20 } }], layout: 'flat' }".utf8))
    let (row, frames, axes) = try Self.extract(settings, Self.clip)
    #expect(row.count == 2376 && frames == 108 && axes.shape == [2376] && axes.times == nil)
    let mfcc = try Self.matrix(Mfcc(), Self.clip)
    #expect(Array(row[0..<108]) == (try Self.matrix(Zcr(), Self.clip))[0])
    #expect(Array(row[108..<216]) == (try Self.matrix(Rms(), Self.clip))[0])
    #expect(row[216 + 20 * 7 + 3] == mfcc[3][7])
    #expect(axes.features[216 + 20 * 7 + 3] == FeatureRow(name: "mfcc_3_t7", unit: "dB"))
  }

  @Test func `a sequence is padded or cut and keeps the true length`() throws {
    let mfcc = try Self.matrix(Mfcc(), Self.clip)
    let long = try Self.extract(FeatureSettings([Mfcc()], layout: SequenceLayout(frames: 120)), Self.clip)
    #expect(long.frames == 108 && long.axes.shape == [20, 120])
    #expect(Array(long.row[120..<228]) == mfcc[1] && long.row[228..<240].allSatisfy { $0 == 0 })
    let short = try Self.extract(FeatureSettings([Mfcc()], layout: SequenceLayout(frames: 50)), Self.clip)
    #expect(short.frames == 108 && Array(short.row[50..<100]) == Array(mfcc[1][0..<50]))
    #expect(abs((short.axes.times?[1] ?? 0) - 512 / 22_050.0) < 1e-12)
  }

  @Test func `without a frame count sequences are as long as the longest clip`() throws {
    let (row, frames, axes) = try Self.extract(FeatureSettings([Zcr(), Rms()]), Self.clip, longest: 66_150)
    #expect(axes.shape == [2, 130] && frames == 108 && row.count == 260)
    #expect(axes.features.map(\.name) == ["zcr", "rms"])
  }

  @Test func `the vector of 193 values is a recipe`() throws {
    let settings = try FeatureSettings(
      parsing: Array(
        """
        { stack: [{ mfcc: { count: 40 } }, { chroma: { bins: 24 } }, 'mel', 'zeroCrossings'], layout: 'statistics' }
        """.utf8))
    let (row, _, axes) = try Self.extract(settings, Self.clip)
    #expect(row.count == 193)
    let mel = try Self.matrix(Mel(), Self.clip)
    #expect(abs(row[64 + 5] - mel[5].reduce(0, +) / 108) <= 1e-5 * abs(row[64 + 5]))
    #expect(axes.features[3].name == "mfcc_3_mean" && axes.features[192].name == "zeroCrossings")
    let signs = Self.clip.map { $0 < -1e-10 }
    #expect(row[192] == Float(zip(signs, signs.dropFirst()).filter { $0 != $1 }.count))
  }

  @Test func `functionals are numpy's and scipy's`() throws {
    // x = [1, 2, 4, 8, 16, 3, 0.5]; numpy's mean, std, min, max, median, percentile 25 and 75,
    // scipy.stats.skew and kurtosis, scipy.stats.linregress(np.arange(7) * 0.5, x).slope
    let values: [Float] = [1, 2, 4, 8, 16, 3, 0.5]
    let expected: [(Functional, Double)] = [
      (.mean, 4.928571428571429), (.std, 5.073943038622297), (.min, 0.5), (.max, 16), (.median, 3), (.q1, 1.5),
      (.q3, 6), (.skewness, 1.31834954728129), (.kurtosis, 0.41084967172406195), (.slope, 0.892857142857143),
    ]
    values.withUnsafeBufferPointer {
      let moments = Moments($0, every: 0.5, sorted: true)
      for (functional, value) in expected { #expect(abs(moments[functional] - value) < 1e-6, "\(functional)") }
    }
    [Float](repeating: 0.1, count: 9).withUnsafeBufferPointer {
      let moments = Moments($0, every: 1, sorted: true)
      #expect(moments[.skewness] == 0 && moments[.kurtosis] == 0 && abs(moments[.slope]) < 1e-15)
    }
  }

  @Test func `windows of 0.4 s have 39 frames of 13 coefficients`() throws {
    let settings = try FeatureSettings(
      parsing: Array("{ stack: ['psfMfcc'], layout: { windows: { random: true } } }".utf8))
    let extractor = try Extractor(settings, rate: 16_000)
    let clips = [
      ClipSummary(id: "a", samples: 48_000, label: "calm"), ClipSummary(id: "b", samples: 16_000, label: "angry"),
      ClipSummary(id: "c", samples: 3200, label: "angry"),
    ]
    let plan = try extractor.plan(for: clips)
    // Twice 4.2 s over 0.1 s.
    #expect(plan.shape == [84, 13, 39])
    #expect(plan == (try extractor.plan(for: clips)))
    #expect(try extractor.plan(for: []).axes == plan.axes)
    #expect(
      plan.segments.allSatisfy { $0.count == 6400 && ($0.clip == 2 || $0.start + 6400 <= clips[$0.clip].samples) })
    // 3 s, 1 s and 0.2 s, twice, over 0.1 s.
    #expect([0, 1, 2].map { clip in plan.segments.filter { $0.clip == clip }.count } == [60, 20, 4])
  }

  /// Places of each clip's windows, by its id.
  private func places(_ layout: WindowsLayout, of clips: [ClipSummary], seed: UInt64 = 1) throws -> [String: [Int]] {
    let segments = try layout.segments(of: clips, rate: 16_000, seed: seed)
    #expect(segments.allSatisfy { $0.count == 6400 })
    return Dictionary(grouping: segments) { clips[$0.clip].id }.mapValues { windows in
      #expect(windows.map(\.window) == Array(0..<windows.count))
      return windows.map(\.start)
    }
  }

  private static let clips = [
    ClipSummary(id: "a", samples: 48_000, label: "calm"), ClipSummary(id: "b", samples: 16_000, label: "angry"),
    ClipSummary(id: "c", samples: 3200, label: "angry"), ClipSummary(id: "d", samples: 40_000, label: "sad"),
  ]

  @Test func `which random windows a clip has depends on the clip alone`() throws {
    var layout = WindowsLayout()
    layout.random = true
    let before = try places(layout, of: Self.clips)
    let more = [ClipSummary(id: "new", samples: 30_000, label: "calm")] + Self.clips.reversed()
    var after = try places(layout, of: more)
    #expect(after.removeValue(forKey: "new")?.count == 38)
    #expect(after == before)
    // Another name, another recipe's seed and another layout's seed draw anew.
    let renamed = try places(layout, of: [ClipSummary(id: "a/noise", samples: 48_000, label: "calm")])
    #expect(renamed["a/noise"]?.count == 60 && renamed["a/noise"] != before["a"])
    #expect(try places(layout, of: Self.clips, seed: 2) != before)
    layout.seed = 1
    #expect(try places(layout, of: Self.clips) != before)
  }

  @Test(arguments: [WindowsLayout.Weight.total, .mean, .equal], [nil, 200])
  func `windows are shared out among classes by weight, and a clip keeps the first of its own`(
    weight: WindowsLayout.Weight, count: Int?
  ) throws {
    var layout = WindowsLayout()
    (layout.random, layout.weight, layout.count) = (true, weight, count)
    let before = try places(layout, of: Self.clips)
    // Twice 6.7 s over 0.1 s.
    let total = count ?? 134
    let labels = Dictionary(uniqueKeysWithValues: Self.clips.map { ($0.id, $0.label) })
    var found: [String: Int] = [:]
    for (id, windows) in before { found[labels[id] ?? "", default: 0] += windows.count }
    // Seconds of each class and of its mean clip.
    let weights: [String: Double] =
      switch weight {
      case .total: ["calm": 3, "angry": 1.2, "sad": 2.5]
      case .mean: ["calm": 3, "angry": 0.6, "sad": 2.5]
      case .equal: ["calm": 1, "angry": 1, "sad": 1]
      }
    #expect(found.values.reduce(0, +) == total)
    let sum: Double = weights.values.reduce(0, +)
    for (label, weight) in weights {
      let quota = weight / sum * Double(total)
      #expect(abs(Double(found[label] ?? 0) - quota) < 2, "\(label)")
    }
    let after = try places(layout, of: Self.clips + [ClipSummary(id: "new", samples: 30_000, label: "calm")])
    for clip in Self.clips {
      let (old, new) = (before[clip.id] ?? [], after[clip.id] ?? [])
      #expect(Array(old.prefix(new.count)) == Array(new.prefix(old.count)), "\(clip.id)")
    }
  }

  @Test func `windows on a grid cover each clip and pad a short one`() throws {
    let settings = try FeatureSettings(
      parsing: Array("{ stack: ['psfMfcc'], layout: { windows: { length: 0.4, hop: 0.2 } } }".utf8))
    let extractor = try Extractor(settings, rate: 16_000)
    let plan = try extractor.plan(for: [
      ClipSummary(id: "a", samples: 16_000, label: ""), ClipSummary(id: "b", samples: 3200, label: ""),
    ])
    #expect(plan.segments.map(\.start) == [0, 3200, 6400, 9600, 0])
    var row = [Float](repeating: .nan, count: plan.valuesPerRow)
    let clip = Self.clip.prefix(3200).map { $0 }
    let frames = try clip.withUnsafeBufferPointer { clip in
      try row.withUnsafeMutableBufferPointer {
        try extractor.extract(plan.segments[4], of: clip, axes: plan.axes, to: $0)
      }
    }
    #expect(frames == 19 && !row.contains { !$0.isFinite })
  }

  @Test func `the same clip gives the same bytes whatever came before it`() throws {
    let families: [any Family] = [Chroma(), Mel(), Tonnetz(), Flux(), Contrast()]
    let extractor = try Extractor(
      FeatureSettings(families, layout: StatisticsLayout(Functional.allCases)), rate: 22_050)
    let axes = try extractor.plan(for: []).axes
    func row(_ clip: [Float]) throws -> [UInt32] {
      var row = [Float](repeating: .nan, count: axes.count)
      try clip.withUnsafeBufferPointer { clip in
        _ = try row.withUnsafeMutableBufferPointer { try extractor.extract(clip, axes: axes, to: $0) }
      }
      return row.map(\.bitPattern)
    }
    let short = Array(Self.clip[3000..<9000])
    let first = try row(short)
    _ = try row(Self.clip)
    #expect(try row(short) == first)
  }

  @Test func `what cannot be laid out is refused with a reason`() throws {
    func message(_ text: String) -> String {
      do {
        let settings = try FeatureSettings(parsing: Array(text.utf8))
        _ = try Extractor(settings, rate: 22_050).plan(for: [ClipSummary(id: "a", samples: 22_050, label: "")])
        return "nothing"
      } catch { return "\(error)" }
    }
    #expect(
      message("{ stack: ['zcr', 'fft'] }")
        == "cannot compute 'sequence': 'fft' has one value per clip; 'statistics' and 'flat' take such families")
    #expect(
      message("{ stack: ['zcr', 'psfMfcc'] }").contains("the frames of 'psfMfcc' do not lie where those of 'zcr' do"))
    #expect(message("{ stack: ['zcr', 'rms'], layout: 'image' }") == "an image shows one family, found 2 in the stack")
    #expect(message("{ stack: ['mffc'] }") == "stack[0]: unknown feature family 'mffc'; did you mean 'mfcc'?")
    #expect(message("{ stack: [{ mfcc: { cuont: 3 } }] }").contains("did you mean 'count'?"))
    #expect(message("{ stack: [{ mel: { high: 12000 } }] }").contains("half the rate, 11025.0 Hz"))
  }

  @Test func `settings come back from their canonical text`() throws {
    for family in Families.all {
      let settings = FeatureSettings([family.init()], layout: StatisticsLayout([.mean, .std]))
      let text = try settings.canonicalJSON
      #expect(try FeatureSettings(parsing: Array(text.utf8)) == settings, "\(family.name)")
    }
  }

  @Test func `silence and single samples give finite values`() throws {
    for clip in [[Float](repeating: 0, count: 9000), [0.5], [Float](repeating: 0, count: 5000) + [1]] {
      for family in Families.all where family.name != "delta" {
        let values = try Self.matrix(family.init(), clip).joined()
        #expect(!values.contains { !$0.isFinite }, "\(family.name) of \(clip.count) samples")
      }
    }
    #expect(throws: FeatureError.self) { _ = try Self.matrix(Delta(), [0.5]) }
    #expect(throws: FeatureError.self) { _ = try Self.matrix(Zcr(), []) }
  }
}
