/// A value that a recipe can configure: plain stored properties with default values and synthesised coding.
///
/// A settings type lives beside the thing it configures. It needs no decoding code of its own: a key that a recipe
/// leaves out takes the value that `init()` gives it, and a key that the type does not know is an error. What its keys
/// mean and which numbers they take it says once, in `about`.
///
/// ```swift
/// public struct Trim: Settings {
///   public static let about = About("Cuts quiet ends.") {
///     Key("topDb", "Level under the loudest frame at which a frame is quiet.", in: 0...1000, unit: "dB")
///   }
///   /// Decibels under the loudest frame.
///   public var topDb = 60.0
///   public init() {}
/// }
/// ```
public protocol Settings: Codable, Equatable, Described {
  /// What they are for and what each key means; its ranges are enforced wherever settings are read.
  static var about: About { get }

  /// The settings that a recipe gets when it says nothing.
  init()

  /// Throws `Invalid` when values that each lie in their ranges make no sense together.
  func validate() throws
}

extension Settings {
  /// Nothing, for what no recipe holds.
  public static var about: About { About("") }

  /// Accepts everything; types whose keys depend on each other override it.
  public func validate() throws {}
}

/// What `Settings.validate` throws: one sentence about the value, without the key's path, which the decoder adds.
public struct Invalid: Error, CustomStringConvertible {
  /// The sentence, for example `rate must be above 0, found -1`.
  public let description: String

  /// Wraps one sentence.
  public init(_ description: String) { self.description = description }
}

/// Why settings could not be taken: where in the file, and what is wrong there.
public struct SettingsError: Error, CustomStringConvertible, Equatable {
  /// Keys from the outermost to the offending one; array elements appear as `[2]`.
  public let path: [String]
  /// What is wrong and what was expected, as one sentence without the path.
  public let problem: String

  /// An error at a path.
  public init(path: [String], problem: String) {
    self.path = path
    self.problem = problem
  }

  /// `clean.trim.topDb: expected a number, found "loud"`.
  public var description: String {
    guard !path.isEmpty else { return problem }
    var text = ""
    for key in path {
      text += key.hasPrefix("[") || text.isEmpty ? key : ".\(key)"
    }
    return "\(text): \(problem)"
  }
}
