import Commands
import Glibc
import Recipes
import Settings
import System

/// Turns a recipe into one settings file per stage and the rules by which Make runs them.
@main struct Main {
  struct Options {
    var build: String? = "build"
    var data: String?
    var output: String?
    var explains = false
    var writesPage = false
    var lists = false
    var why = false
    var programs: String? = "build/bin"
    var target: String?
  }

  static func main() {
    let command = Command<Options>(
      "lilt-recipe", "Turns a recipe into settings files and rules for Make.", arguments: "RECIPE.json5|KEY…",
      [
        .text("--output", placeholder: "FILE.mk", into: \.output, "the rules to write"),
        .text("--build", placeholder: "DIR", into: \.build, "the folder of everything made (default: build)"),
        .text("--data", placeholder: "DIR", into: \.data, "the corpora's folder (default: Make's $(DATA))"),
        .flag("--explain", into: \.explains, "say what keys of a recipe mean, all of them without KEY"),
        .flag("--settings-page", into: \.writesPage, "print all keys as a page of Markdown"),
        .flag(
          "--list", into: \.lists, "say of each recipe what it is and whether it can run, in place of writing rules"),
        .flag("--why", into: \.why, "say what of the recipe would be made anew and why, in place of writing rules"),
        .text(
          "--target", placeholder: "FILE", into: \.target, "with --why: a file of the store that alone is asked for"),
        .text("--programs", placeholder: "DIR", into: \.programs, "with --why: the programs (default: build/bin)"),
      ],
      notes: """
        Settings files go to DIR/store/<stage>/<hash>.json and are rewritten only when they change, so a comment in a
        recipe makes nothing out of date. DIR/<recipe>/ gets links to the recipe's files in the store.
        lilt-recipe --explain train.optimizer features.stack.mfcc augment.vtlp
        """)
    command.run(Options()) { options, paths, _ in
      if options.explains {
        for (index, key) in (paths.isEmpty ? [""] : paths).enumerated() {
          printLines((index == 0 ? "" : "\n") + (try explanation(of: key)), terminator: "")
        }
        return
      }
      if options.writesPage { return printLines(try Recipe.page(), terminator: "") }
      if options.lists {
        // Make says which recipes there are; their names are no paths.
        RecipeList(folder: "pipelines", data: options.data ?? "data").lines(of: paths).forEach { printLines($0) }
        return
      }
      guard paths.count == 1 else { throw UsageError("expected one recipe, found \(paths.count)") }
      if options.why {
        try tellWhy(paths[0], options)
        return
      }
      guard let output = options.output else { throw UsageError("--output FILE.mk is missing") }
      let build = options.build ?? ""
      let plan = try plan(paths[0], build: build, data: options.data.map(CorporaFolder.path) ?? .toldToMake)
      for step in plan.stored {
        try makeFolder("\(build)/store/\(step.stage)")
        try update(step.stem(in: build) + ".json", with: step.settings)
      }
      try link(plan, in: build)
      try update("\(build)/\(plan.name)/evaluate.json", with: plan.evaluation.settings)
      try makeFolder(folder(of: output))
      // Written even when nothing changed: Make compares its time with the recipe's.
      try write(Array(MakeRules(plan, build: build).text.utf8), to: output)
    }
  }

  private static func explanation(of key: String) throws -> String {
    do {
      return try Manual(of: Recipe.self).explanation(of: key)
    } catch let error as SettingsError {
      throw UsageError("\(error)")
    }
  }

  /// Says what would be made anew, or that everything is up to date.
  private static func tellWhy(_ path: String, _ options: Options) throws {
    let build = options.build ?? ""
    let plan = try plan(path, build: build, data: options.data.map(CorporaFolder.path) ?? .toldToMake)
    let reasons = Reasons(plan, build: build, programs: options.programs ?? "")
    let lines = reasons.lines(for: options.target)
    lines.forEach { printLines($0) }
    if lines.isEmpty { printLines("\(options.target ?? plan.name) is up to date") }
  }

  private static func plan(_ path: String, build: String, data: CorporaFolder) throws -> Plan {
    let file = path.utf8.split(separator: UInt8(ascii: "/")).last.flatMap { String($0) } ?? path
    guard let name = file.hasSuffix(".json5") ? String(file.dropLast(6)) : nil, !name.isEmpty else {
      throw DataError(cannot: "read recipe", path, "expected a file named NAME.json5")
    }
    do {
      let text = try contents(of: path)
      return try Plan(
        Recipe(parsing: text), name: name, text: RecipeText(withoutComments: String(decoding: text, as: UTF8.self)),
        build: build, data: data)
    } catch let error as SettingsError {
      throw DataError(cannot: "read recipe", path, error)
    } catch let error as Invalid {
      throw DataError(cannot: "use recipe", path, error)
    }
  }

  /// Readable names beside the hashed ones; they lead nowhere until Make has run.
  private static func link(_ plan: Plan, in build: String) throws {
    let home = "\(build)/\(plan.name)"
    try makeFolder(home)
    for (name, step) in plan.links {
      let path = "\(home)/\(name)"
      try makeFolder(folder(of: path))
      let up = String(repeating: "../", count: name.filter { $0 == "/" }.count + 1)
      let target = up + step.output(in: build).dropFirst(build.count + 1)
      unlink(path)
      guard symlink(target, path) == 0 else { throw SystemError(cannot: "link", path, errno: errno) }
    }
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}
