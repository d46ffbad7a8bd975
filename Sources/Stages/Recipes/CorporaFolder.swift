/// Where the rules look for corpora.
public enum CorporaFolder: Sendable, Equatable {
  /// In the folder that Make is told of, `DATA`.
  case toldToMake
  /// In this one.
  case path(String)

  /// The folder as a word of a rule's command. The Makefile keeps what `DATA` holds in `data`, quoted for the shell.
  var word: String {
    switch self {
    case .toldToMake: "$(data)"
    // Plan has refused the paths that have no word.
    case .path(let path): MakeText.word(path) ?? ""
    }
  }

  /// What steps that read from it are hashed over. Which folder Make is told of makes no difference: the clips in it do,
  /// and their list is watched.
  var identity: String {
    switch self {
    case .toldToMake: "$(DATA)"
    case .path(let path): path
    }
  }
}
