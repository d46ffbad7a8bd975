import Foundation
import Glibc
import Store
import TestSupport
import Testing

@Suite struct DamageTests {
  let scratch = Scratch()

  @Test(arguments: Schema.all)
  func `a flipped bit is refused or changes nothing that is read, and is noticed wherever it lies`(schema: Schema)
    throws
  {
    let path = scratch.file("sound.h5")
    try Sample.write(schema, to: path)
    let expected = try Sample.contents(of: path)
    let bytes = [UInt8](try scratch.bytes("sound.h5"))
    var silent: [Int] = [], unnoticed: [Int] = []
    var refused = 0
    let stride = Int(getenv("LILT_FLIP_STRIDE").map { String(cString: $0) } ?? "") ?? 2503
    for bit in Swift.stride(from: 0, to: bytes.count * 8, by: stride) {
      var damaged = bytes
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      try scratch.write("damaged.h5", Data(damaged))
      do {
        if try Sample.contents(of: scratch.file("damaged.h5")) != expected { silent.append(bit) }
        if try InputFile.open(scratch.file("damaged.h5"), expecting: schema).verify().isEmpty { unnoticed.append(bit) }
      } catch is StoreError {
        refused += 1
      }
    }
    print("\(schema.name): \(bytes.count) bytes, \(bytes.count * 8 / stride) flips, \(refused) refused")
    #expect(silent.isEmpty)
    #expect(unnoticed.isEmpty)
  }

  @Test(arguments: Schema.all)
  func `a file cut short is refused`(schema: Schema) throws {
    try Sample.write(schema, to: scratch.file("whole.h5"))
    let bytes = [UInt8](try scratch.bytes("whole.h5"))
    for length in stride(from: 0, to: bytes.count, by: 1999) {
      try scratch.write("cut.h5", Data(Array(bytes[..<length])))
      #expect(throws: StoreError.self) { try Sample.contents(of: scratch.file("cut.h5")) }
    }
  }
}
