import FeaturesStage
import Pipeline

/// `lilt-features`: the stage as a program.
@main struct Main {
  static func main() { ComputeFeatures.main() }
}
