import Settings

extension Recipe {
  /// All that a recipe may say, as a page of Markdown: `docs/settings.md`.
  public static func page() throws -> String {
    try Manual(of: Recipe.self).page(
      introduction: """
        # Settings of a recipe

        A recipe is a JSON5 file: comments, single quotes, keys without quotes and commas at the end are welcome. Whatever it
        leaves out takes the default that stands here; a key or a word that nobody knows is an error that names the right
        ones, and a number outside its range is refused before anything is computed. `lilt-recipe --explain KEY` tells the
        same in a terminal: `lilt-recipe --explain train.optimizer.adamW`.

        Rows such as `trim.topDb` are keys within an object: `clean: { trim: { topDb: 40 } }`. What has no default is left
        out unless a recipe names it. Where one of several kinds may stand (a feature family, a transform, a model), its name
        alone takes all defaults, `"mfcc"`, and an object with the name as its one key sets some: `{ mfcc: { count: 13 } }`.

        `make docs` writes this page from the definitions that the programs check recipes against.

        """)
  }
}
