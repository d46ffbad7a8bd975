import Testing

@testable import System

@Suite struct ParallelMapTests {
  private struct Odd: Error, Equatable { let index: Int }

  @Test(arguments: [1, 2, 7]) func `outputs come in order for any number of jobs`(jobs: Int) throws {
    var seen: [Int] = []
    try parallelMap(
      count: 500, jobs: jobs, worker: { 3 }, produce: { $0 * 10 },
      compute: { factor, input in
        // Uneven work, so that workers overtake each other.
        var x = input
        for _ in 0..<(input % 97) * 50 { x = (x &* 31) % 1_000_003 }
        return x >= 0 ? input * factor : -1
      },
      consume: { index, output in
        #expect(output == index * 30)
        seen.append(index)
      })
    #expect(seen == Array(0..<500))
  }

  @Test(arguments: [1, 3]) func `the first error by index is thrown`(jobs: Int) {
    var consumed: [Int] = []
    #expect(throws: Odd(index: 20)) {
      try parallelMap(
        count: 100, jobs: jobs, worker: { () }, produce: { $0 },
        compute: { _, input in
          if input >= 20 { throw Odd(index: input) }
          return input
        }, consume: { consumed.append($1) })
    }
    #expect(consumed == Array(0..<20))
  }

  @Test func `a worker that cannot start ends the work with its error`() {
    #expect(throws: Odd(index: -1)) {
      try parallelMap(
        count: 10, jobs: 2, worker: { throw Odd(index: -1) }, produce: { $0 },
        compute: { (_: inout Int, input: Int) in input }, consume: { _, _ in })
    }
  }

  @Test func `never more than a few inputs are in flight`() throws {
    var produced = 0
    var most = 0
    try parallelMap(
      count: 1000, jobs: 2, worker: { () },
      produce: {
        produced += 1
        return $0
      }, compute: { _, input in input },
      consume: { index, _ in most = max(most, produced - index) })
    #expect(most <= 7)
  }
}
