import Graph
import Settings

// The engine knows no settings, so its words become choices of recipes here.

extension Precision: Choice {}

extension Padding: Choice {}

extension Initialiser: Choice {}
