import IngestStage
import Pipeline

/// `lilt-ingest`: the stage as a program.
@main struct Main {
  static func main() { Ingest.main() }
}
