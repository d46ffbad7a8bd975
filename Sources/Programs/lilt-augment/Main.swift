import AugmentStage
import Pipeline

/// `lilt-augment`: the stage as a program.
@main struct Main {
  static func main() { Augment.main() }
}
