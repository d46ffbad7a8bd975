import Determinism

/// The hash that guards an object's texts, which HDF5 keeps in heaps without a checksum.
///
/// SHA-256 over the object's own texts in row-major order, if it is a dataset of texts, then for each of its text
/// attributes in byte order of names the name and its texts; every one of these as a field: its length in bytes in
/// decimal, a colon, its bytes. Stored with the object as the attribute `sha256`, 32 unsigned bytes.
struct TextSeal: ~Copyable {
  /// The attribute's name.
  static let attribute = "sha256"

  private var hash = SHA256()

  init() {}

  mutating func add(_ texts: some Sequence<String>) {
    for text in texts { hash.update(field: text) }
  }

  consuming func finish(attributes: [(name: String, texts: [String])]) -> [UInt8] {
    for (name, texts) in attributes.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      hash.update(field: name)
      for text in texts { hash.update(field: text) }
    }
    return hash.finish().bytes
  }
}
