import Graph
import OneDNN

/// The engine that networks are computed with: the one place in this room that knows one by name.
public enum Engines {
  /// The fastest that there is.
  private typealias Fastest = OneDNNEngine

  /// Opens it.
  /// - Parameter threads: how many it may use.
  static func open(threads: Int) throws -> any Engine { try Fastest(threads: threads) }

  /// Its library and version: `oneDNN 2.6.3`.
  public static var name: String { Fastest.name }

  /// The instructions that it uses on this processor, which decide last digits: `oneDNN avx512_core_amx`.
  public static var processor: String { Fastest.processor }

  /// Whether bfloat16 is worth having on this processor.
  public static var hasBFloat16: Bool { Fastest.hasBFloat16 }
}
