import CCrypto

/// A SHA-256 hash: 32 bytes, written as 64 hexadecimal digits.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// The 32 bytes.
  public let bytes: [UInt8]

  /// The hash of a block of memory.
  public init(of data: UnsafeRawBufferPointer) {
    var hash = SHA256()
    hash.update(data)
    self = hash.finish()
  }

  /// The hash of a text's UTF-8 bytes.
  public init(of text: String) {
    var hash = SHA256()
    hash.update(text)
    self = hash.finish()
  }

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Lower-case hexadecimal, as `sha256sum` prints it.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The first eight bytes as a number, big end first.
  public var prefix: UInt64 { bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}

/// SHA-256 over data that arrives in pieces, computed by libcrypto with the processor's own instructions.
public struct SHA256: ~Copyable {
  private let context: OpaquePointer

  /// Starts an empty hash.
  public init() {
    // Allocation is the only way these two can fail; without memory there is nothing to report with either.
    context = EVP_MD_CTX_new()
    EVP_DigestInit_ex(context, EVP_sha256(), nil)
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds a block of memory.
  public mutating func update(_ data: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, data.baseAddress, data.count)
  }

  /// Adds a text's UTF-8 bytes.
  public mutating func update(_ text: String) {
    var text = text
    text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
  }

  /// Adds a field: its length, then its bytes, so that ("ab", "c") and ("a", "bc") differ.
  public mutating func update(field text: String) {
    update("\(text.utf8.count):")
    update(text)
  }

  /// Ends the hash.
  public consuming func finish() -> Digest {
    var bytes = [UInt8](repeating: 0, count: 32)
    EVP_DigestFinal_ex(context, &bytes, nil)
    return Digest(bytes: bytes)
  }
}
