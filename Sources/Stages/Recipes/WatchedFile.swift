/// A file that a recipe names and people edit: a table of labels, folds, a recording of noise.
///
/// Make watches a file of ours in its place, which holds its size and time and is replaced only when they change. Its name
/// is plain, so that the path itself may be any.
struct WatchedFile {
  /// The path as the recipe has it, relative to the checkout.
  let path: String

  init(_ path: String) { self.path = path }

  /// The file that stands for it: `build/inputs/3fa90c…-labels.csv`.
  func state(in build: String) -> String { "\(build)/inputs/\(MakeText.name(for: path))" }

  /// The rule that looks at it. The Makefile's `watch` compares, and says what is wrong where there is no such file.
  func rule(in build: String, of recipe: String) -> String {
    """
    \(state(in: build)): $(NEWS)
    \t@path=\(MakeText.word(path) ?? "") recipe=\(recipe); $(watch)
    """
  }
}
