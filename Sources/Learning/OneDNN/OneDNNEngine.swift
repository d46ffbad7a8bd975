import CDNNL
import Graph

/// The processor as oneDNN sees it, the number of threads it may use, and the working memory that plans share.
///
/// Plans that share an engine run one after another, so that a validation plan works in the memory that the training
/// plan has already touched.
public final class OneDNNEngine: Engine {
  /// Threads that every computation is split over; results are the same bytes for the same number.
  public let threads: Int
  let handle: dnnl_engine_t
  let stream: dnnl_stream_t
  let arena = Arena()
  /// Numbers that a stretch of work may keep between its parts: a share of the cache that all cores use.
  let cachedNumbers: Int

  /// Opens the processor.
  public required convenience init(threads: Int) throws { try self.init(threads: threads, cachedNumbers: 1 << 20) }

  init(threads: Int, cachedNumbers: Int) throws {
    guard threads >= 1 else {
      throw TensorError(cannot: "open", "engine", "it needs 1 thread or more, found \(threads)")
    }
    self.threads = threads
    self.cachedNumbers = cachedNumbers
    // oneDNN sizes scratch memory by the threads it sees, so they are set before anything is created.
    omp_set_num_threads(Int32(threads))
    var engine: dnnl_engine_t?
    try check(dnnl_engine_create(&engine, dnnl_cpu, 0), "open", "engine")
    var stream: dnnl_stream_t?
    try check(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags.rawValue), "open", "stream")
    handle = engine!
    self.stream = stream!
  }

  deinit {
    dnnl_stream_destroy(stream)
    dnnl_engine_destroy(handle)
  }

  /// oneDNN and its version: `oneDNN 2.6.3`.
  public static var name: String {
    guard let version = dnnl_version()?.pointee else { return "oneDNN" }
    return "oneDNN \(version.major).\(version.minor).\(version.patch)"
  }

  /// The vector instructions that oneDNN uses on this processor, by oneDNN's name for them: `oneDNN avx512_core_amx`.
  public static var processor: String {
    let known: [(dnnl_cpu_isa_t, String)] = [
      (dnnl_cpu_isa_avx512_core_amx, "avx512_core_amx"), (dnnl_cpu_isa_avx512_core_bf16, "avx512_core_bf16"),
      (dnnl_cpu_isa_avx512_core_vnni, "avx512_core_vnni"), (dnnl_cpu_isa_avx512_core, "avx512_core"),
      (dnnl_cpu_isa_avx2_vnni, "avx2_vnni"), (dnnl_cpu_isa_avx2, "avx2"), (dnnl_cpu_isa_avx, "avx"),
    ]
    return "oneDNN \(known.first { has($0.0) }?.1 ?? "sse41")"
  }

  /// Whether the processor multiplies bfloat16 numbers in hardware, without which the precision is not worth having.
  public static var hasBFloat16: Bool { has(dnnl_cpu_isa_avx512_core_bf16) }

  /// Whether the processor computes on sixteen float32 numbers at once.
  static var hasSixteenLanes: Bool { has(dnnl_cpu_isa_avx512_core) }

  private static func has(_ needed: dnnl_cpu_isa_t) -> Bool {
    dnnl_get_effective_cpu_isa().rawValue & needed.rawValue == needed.rawValue
  }

  /// Compiles a tape into kernels.
  public func plan(
    _ tape: Tape, precision: Precision, results: [Variable], differentiating differentiated: Variable?,
    upstream: Variable?, measuringStatistics: Bool
  ) throws -> any EnginePlan {
    try KernelPlan(
      tape, on: self, precision: precision, results: results, differentiating: differentiated, upstream: upstream,
      measuringStatistics: measuringStatistics)
  }

  /// Runs a body over 0..<count on the threads that oneDNN uses too.
  public func parallel(_ count: Int, grain: Int, _ body: (_ range: Range<Int>, _ part: Int) -> Void) {
    OneDNN.parallel(count, threads: threads, grain: grain, body)
  }

  /// Makes the calling thread use this engine's number of threads; OpenMP keeps that number per thread.
  func claimThreads() { omp_set_num_threads(Int32(threads)) }
}

/// Turns a oneDNN status into an error that says what was attempted.
func check(_ status: dnnl_status_t, _ verb: String, _ object: String) throws {
  let cause: String
  switch status {
  case dnnl_success: return
  case dnnl_out_of_memory:
    throw TensorError(cannot: verb, object, "there is not enough memory", isLackOfMemory: true)
  case dnnl_invalid_arguments: cause = "shapes or settings that do not fit together"
  case dnnl_unimplemented: cause = "oneDNN has no implementation for these shapes on this processor"
  default: cause = "oneDNN reports status \(status.rawValue)"
  }
  throw TensorError(cannot: verb, object, cause)
}

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
