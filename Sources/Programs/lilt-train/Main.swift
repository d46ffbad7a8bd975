import Pipeline
import TrainStage

/// `lilt-train`: the stage as a program.
@main struct Main {
  static func main() { Train.main() }
}
