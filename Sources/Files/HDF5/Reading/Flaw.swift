/// What is wrong with a part of a file, in words; whoever knows the object makes an `HDF5Error` of it.
struct Flaw: Error, Equatable {
  let text: String

  init(_ text: String) { self.text = text }

  /// A part whose bytes are not what they should be.
  static func damaged(_ part: String) -> Flaw { Flaw("its \(part) is damaged") }
}
