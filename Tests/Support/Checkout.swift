/// Where the checkout's files are, for tests that read some of them.
public enum Checkout {
  /// The root of the checkout, without a slash at its end.
  public static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

  /// A fixture: `Checkout.fixture("Audio/audio.json")`. The script that made it lies beside it.
  public static func fixture(_ name: String) -> String { "\(root)/Tests/Fixtures/\(name)" }
}
