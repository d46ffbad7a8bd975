import Settings
import Testing

@Suite struct ReadableJSONTests {
  @Test func `short objects stay on a line, long ones go over several, and both read back`() throws {
    let tree = JSON.object([
      "adam": .object(["rate": .number(0.002), "beta 1": .number(0.9)]),
      "names": .array((0..<40).map { .string("speaker-\($0)") }),
      "stack": .array([.object(["mfcc": .object([:])]), .string("rms")]),
    ])
    let text = tree.readable
    #expect(text.contains("  adam: { \"beta 1\": 0.9, rate: 0.002 },\n"))
    #expect(try JSON(parsing: Array(text.utf8)) == tree)
    #expect(tree.indented.contains("  \"adam\": { \"beta 1\": 0.9, \"rate\": 0.002 },\n"))
  }
}
