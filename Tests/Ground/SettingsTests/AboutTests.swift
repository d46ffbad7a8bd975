import Testing

@testable import Settings

private struct Window: Settings {
  static let about = About("A window over sound.") {
    Key("hop", "Samples from one window to the next.", in: 1...16, unit: "samples")
    Key("share", "How much of it counts.", in: 0..<1)
    Key("gains", "What parts are multiplied by.", in: -1.5...1e9, length: 1...2)
    Key("end", "What happens at the end.", words: ["cut", "pad"])
    Key("seed", "Where drawing starts.", in: 0...Int.max)
    Key("reach", "How far it reaches; nowhere when left out.", in: 1e-6...2, example: "reach: 1")
  }
  var hop = 4
  var share = 0.5
  var gains = [1.0]
  var end = "cut"
  var seed = 0
  var reach: Double?

  init() {}
  func validate() throws { if hop == 13 { throw Invalid("nobody hops 13") } }
}

@Suite struct AboutTests {
  private func problem(_ text: String) -> String {
    do { return "taken: \(try Window(parsing: text.utf8))" } catch { return "\(error)" }
  }

  @Test(arguments: [
    ("{ hop: 0 }", "hop must be from 1 to 16 samples, found 0"),
    ("{ hop: 17 }", "hop must be from 1 to 16 samples, found 17"),
    ("{ share: 1 }", "share must be from 0 to below 1, found 1"),
    ("{ share: -0.5 }", "share must be from 0 to below 1, found -0.5"),
    ("{ gains: [0, -2] }", "each of gains must be from -1.5 to 1e9, found -2"),
    ("{ gains: [] }", "the length of gains must be from 1 to 2, found 0"),
    ("{ gains: [0, 0, 0] }", "the length of gains must be from 1 to 2, found 3"),
    ("{ end: 'ring' }", "end cannot be 'ring'; expected 'cut' or 'pad'"),
    ("{ seed: -1 }", "seed must be from 0 up, found -1"),
    ("{ reach: 0 }", "reach must be from 1e-6 to 2, found 0"),
    ("{ hop: 13 }", "nobody hops 13"),
  ])
  func `what a key declares is what the decoder takes`(text: String, refusal: String) {
    #expect(problem(text) == refusal)
  }

  @Test func `both ends are taken, and what is left out is not checked`() throws {
    for text in [
      "{}", "{ hop: 1 }", "{ hop: 16, share: 0 }", "{ gains: [-1.5, 1e9] }", "{ seed: 9223372036854775807 }",
    ] {
      #expect(throws: Never.self, "\(text)") { try Window(parsing: text.utf8) }
    }
  }

  @Test func `settings made in code are checked alike`() {
    var window = Window()
    window.share = 2
    #expect(throws: Invalid.self) { try window.check() }
    window.share = .infinity
    #expect(throws: Invalid.self) { try window.check() }
  }

  @Test func `keys come with the types that decoding asks for and with their defaults`() throws {
    let entries = try Entry.entries(of: Window.self)
    #expect(
      entries.map(\.value) == [
        "a whole number from 1 to 16 samples", "a number from 0 to below 1", "a list of numbers from -1.5 to 1e9",
        "\"cut\" or \"pad\"", "a whole number from 0 up", "a number from 1e-6 to 2",
      ])
    #expect(entries.map(\.standard) == ["4", "0.5", "[1]", "\"cut\"", "0", nil])
    #expect(entries.map(\.sample) == ["hop: 4", "share: 0.5", "gains: [1]", "end: \"cut\"", "seed: 0", "reach: 1"])
  }
}
