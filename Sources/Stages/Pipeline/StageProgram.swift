import Commands
import Settings
import System

extension Stage {
  /// The stage's command line.
  public static var command: Command<Order> {
    let inputs = (reads + readsAgain).map(\.word).joined(separator: " ")
    let again = readsAgain.isEmpty ? "" : " [\(readsAgain.map(\.word).joined(separator: " "))]…"
    return Command(program, summary, arguments: inputs + again, Option.all + options, notes: notes)
  }

  /// The whole program of the stage; leaves the process.
  public static func main() -> Never {
    command.run(Order()) { order, rest, console in
      var order = order
      var console = console
      order.inputs = rest
      console.isQuiet = order.isQuiet
      if order.settings.isEmpty { throw UsageError("--settings FILE.json is missing") }
      if order.output.isEmpty { throw UsageError("--output FILE.h5 is missing") }
      guard accepts(rest.count) else {
        let found = rest.isEmpty ? "none" : "\(rest.count): \(rest.joined(separator: " "))"
        throw UsageError("expected \(command.arguments) as input, found \(found)")
      }
      try requireReplaceable(order.output)
      try order.protect([])
      let job = try job(order.settings)
      try order.protect(files(of: job))
      try run(job, order, console)
    }
  }

  /// Decodes a settings file strictly; errors name the file.
  private static func job(_ path: String) throws -> Job {
    do {
      return try Job(parsing: contents(of: path))
    } catch let error as SettingsError {
      throw DataError(cannot: "read settings", path, error)
    }
  }
}
