import Pipeline
import SplitStage

/// `lilt-split`: the stage as a program.
@main struct Main {
  static func main() { Split.main() }
}
