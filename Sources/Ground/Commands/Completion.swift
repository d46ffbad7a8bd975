import Settings

/// Completion of command lines by shells, for the umbrella and for every program by its own name.
public enum Completion: String, CaseIterable, Sendable {
  case bash, zsh, fish

  /// The script that a shell reads.
  /// - Parameter commands: the programs; `lilt-clean` is `lilt clean` as well.
  public func script(for commands: [Description]) -> String {
    switch self {
    case .bash: Self.bash(commands)
    // zsh understands bash's way of completing once it is told to.
    case .zsh:
      "#compdef lilt \(commands.map(\.name).joined(separator: " "))\nautoload -U +X bashcompinit && bashcompinit\n"
        + Self.bash(commands)
    case .fish: Self.fish(commands)
    }
  }

  private static func bash(_ commands: [Description]) -> String {
    let verbs = commands.map(\.verb).joined(separator: " ")
    let cases = commands.map { command in
      "    \(command.verb)) words='\(command.options.flatMap(\.names).joined(separator: " "))' ;;"
    }
    return """
      _lilt() {
        local word=${COMP_WORDS[COMP_CWORD]} verb words
        if [[ ${COMP_WORDS[0]##*/} == lilt ]]; then
          if (( COMP_CWORD == 1 )); then
            COMPREPLY=($(compgen -W '\(verbs) help completion' -- "$word")); return
          fi
          verb=${COMP_WORDS[1]}
        else
          verb=${COMP_WORDS[0]##*/lilt-}; verb=${verb#lilt-}
        fi
        case $verb in
          help) words='\(verbs)' ;;
          completion) words='bash zsh fish' ;;
      \(cases.joined(separator: "\n"))
        esac
        if [[ $word == -* || $verb == help || $verb == completion ]]; then
          COMPREPLY=($(compgen -W "$words" -- "$word"))
        else
          COMPREPLY=($(compgen -f -- "$word"))
        fi
      }
      complete -o filenames -F _lilt lilt \(commands.map(\.name).joined(separator: " "))

      """
  }

  private static func fish(_ commands: [Description]) -> String {
    let none = "not __fish_seen_subcommand_from \(commands.map(\.verb).joined(separator: " "))"
    var lines: [String] = []
    for command in commands {
      lines.append("complete -c lilt -n '\(none)' -f -a \(command.verb) -d \(quoted(command.summary))")
      for option in command.options {
        let names = option.names.map { $0.hasPrefix("--") ? "-l \($0.dropFirst(2))" : "-s \($0.dropFirst())" }
        let rest =
          names.joined(separator: " ") + (option.placeholder == nil ? "" : " -r") + " -d \(quoted(option.help))"
        lines.append("complete -c lilt -n '__fish_seen_subcommand_from \(command.verb)' \(rest)")
        lines.append("complete -c \(command.name) \(rest)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}

extension Description {
  /// What stands behind `lilt`: `clean` for `lilt-clean`.
  public var verb: String { name.hasPrefix("lilt-") ? String(name.dropFirst(5)) : name }
}
