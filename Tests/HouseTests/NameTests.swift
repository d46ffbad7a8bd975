import Foundation
import TestSupport
import Testing

/// Names that mean one thing: whoever looks a type up finds one place.
@Suite struct NameTests {
  /// What every program has one of, and no other file can see.
  private static let everyProgram: Set = ["Main", "Options"]

  @Test func `no two types of the package have one name`() throws {
    var places: [String: [String]] = [:]
    let sources = "\(Checkout.root)/Sources"
    for case let file as String in FileManager.default.enumerator(atPath: sources) ?? .init() {
      guard file.hasSuffix(".swift") else { continue }
      let text = try String(contentsOfFile: "\(sources)/\(file)", encoding: .utf8)
      for name in Self.types(in: text) where !(file.hasPrefix("Programs/") && Self.everyProgram.contains(name)) {
        places[name, default: []].append(file)
      }
    }
    #expect(places.count > 300)
    for (name, files) in places.sorted(by: { $0.key < $1.key }) {
      #expect(files.count == 1, "\(name) is declared in \(files.sorted().joined(separator: " and "))")
    }
  }

  @Test func `declarations are found whatever stands before them, and nested ones are left alone`() {
    let text = """
      @main struct Main {
        struct Inner {}
      }
      public final class Kept: Writer {}
      @available(*, deprecated) private indirect enum Tree {}
      extension Kept {}
      public typealias Short = Kept
      /// struct Told
      protocol Named {}
      actor Worker {}
      let text = "struct Quoted"
      """
    #expect(Self.types(in: text) == ["Main", "Kept", "Tree", "Short", "Named", "Worker"])
  }

  /// The types that a file declares at its top level, where declarations begin in the first column.
  private static func types(in text: String) -> [String] {
    let declaration =
      #/
      (?m)^(?!import\ )(?:@\w+(?:\([^)]*\))?\ )*(?:\w+\ )*?
      (?:struct|class|enum|protocol|actor|typealias)\ (\w+)
      /#
    return text.matches(of: declaration).map { String($0.1) }
  }
}
