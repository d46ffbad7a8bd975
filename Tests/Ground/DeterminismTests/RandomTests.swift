import Testing

@testable import Determinism

@Suite struct RandomTests {
  @Test func `SHA-256 of abc is the published digest`() {
    // FIPS 180-2, appendix B.1
    #expect("\(Digest(of: "abc"))" == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func `xoshiro256 starting from state 1 2 3 4 gives the reference sequence`() {
    // The reference implementation at prng.di.unimi.it from state {1, 2, 3, 4}; rand_xoshiro tests the same numbers.
    var random = Random(state: [1, 2, 3, 4])!
    #expect((0..<4).map { _ in random.next() } == [11520, 0, 1_509_978_240, 1_215_971_899_390_074_240])
  }

  @Test func `a seed derived for other names is another seed`() {
    let seed = Seed(7)
    #expect(seed.derived(for: "a", "b") == seed.derived(for: "a", "b"))
    #expect(seed.derived(for: "ab") != seed.derived(for: "a", "b"))
    #expect(seed.derived(for: "a") != Seed(8).derived(for: "a"))
  }

  @Test func `normal draws have mean 0 and variance 1`() {
    var random = Random(Seed(1))
    let n = 100_000
    let draws = (0..<n).map { _ in random.normal() }
    let mean = draws.reduce(0, +) / Double(n)
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
    #expect(abs(mean) < 0.02)
    #expect(abs(variance - 1) < 0.02)
  }

  @Test func `whole numbers below a bound are all drawn about equally often`() {
    var random = Random(Seed(2))
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[random.integer(below: 6)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
  }

  @Test func `a shuffled list keeps its elements`() {
    var random = Random(Seed(3))
    var list = Array(0..<100)
    random.shuffle(&list)
    #expect(list != Array(0..<100))
    #expect(list.sorted() == Array(0..<100))
  }
}
