import CDNNL
import Graph

/// Runs a body over 0..<count, one contiguous part per thread, on the threads that oneDNN uses too.
///
/// The parts depend on `count` and `threads` alone, so that whatever is summed per part is the same in every run.
/// - Parameters:
///   - grain: fewest items worth a thread of their own.
///   - body: gets its range and the number of its part.
func parallel(
  _ count: Int, threads: Int, grain: Int = 1, _ body: (_ range: Range<Int>, _ part: Int) -> Void
) {
  let parts = max(1, min(threads, count / max(grain, 1)))
  guard parts > 1 else { return body(0..<count, 0) }
  withoutActuallyEscaping(body) { body in
    var job = ParallelJob(count: count, parts: parts, body: body)
    withUnsafeMutablePointer(to: &job) { job in
      GOMP_parallel(
        { data in
          let job = data!.assumingMemoryBound(to: ParallelJob.self)
          let part = Int(omp_get_thread_num())
          let count = job.pointee.count, parts = job.pointee.parts
          job.pointee.body(count * part / parts..<count * (part + 1) / parts, part)
        }, job, UInt32(parts), 0)
    }
  }
}

private struct ParallelJob {
  let count: Int
  let parts: Int
  let body: (Range<Int>, Int) -> Void
}
