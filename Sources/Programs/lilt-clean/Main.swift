import CleanStage
import Pipeline

/// `lilt-clean`: the stage as a program.
@main struct Main {
  static func main() { Clean.main() }
}
