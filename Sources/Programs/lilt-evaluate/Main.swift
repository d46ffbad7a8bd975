import EvaluateStage
import Pipeline

/// `lilt-evaluate`: the stage as a program.
@main struct Main {
  static func main() { Evaluate.main() }
}
