import Glibc

/// Computes outputs from inputs on several threads and hands them back in order.
///
/// `produce` and `consume` run on the calling thread alone, one at a time and in order of index, so that one reader and
/// one writer touch the files. `compute` runs on the workers, each with a worker value of its own (plans, scratch
/// memory). At most a few inputs are in flight for each job, so memory does not grow with `count`. Since outputs are
/// consumed in order, they do not depend on the number of jobs.
///
/// With one job everything runs on the calling thread. The first error, by index, ends the work and is thrown.
public func parallelMap<Worker: ~Copyable, Input: Sendable, Output: Sendable>(
  count: Int, jobs: Int,
  worker makeWorker: @Sendable @escaping () throws -> Worker,
  produce: (Int) throws -> Input,
  compute: @Sendable @escaping (inout Worker, Input) throws -> Output,
  consume: (Int, Output) throws -> Void
) throws {
  guard jobs > 1, count > 1 else {
    var worker = try makeWorker()
    for index in 0..<count { try consume(index, compute(&worker, produce(index))) }
    return
  }
  let exchange = Exchange<Input, Output>()
  let threads = (0..<min(jobs, count)).map { _ in
    WorkerThread {
      do {
        var worker = try makeWorker()
        while let (index, input) = exchange.take() {
          exchange.put(index, Result { try compute(&worker, input) })
        }
      } catch {
        exchange.fail(error)
      }
    }
  }
  defer {
    exchange.close()
    for thread in threads { thread.join() }
  }
  let window = 3 * threads.count
  var produced = 0
  var consumed = 0
  while consumed < count {
    let canProduce = produced < count && produced - consumed < window
    if let result = try exchange.result(consumed, wait: !canProduce) {
      try consume(consumed, result.get())
      consumed += 1
    } else if canProduce {
      exchange.offer(produced, try produce(produced))
      produced += 1
    }
  }
}

/// Computes a value for every number below `count`, in order, on up to `jobs` threads; what comes out does not depend on how
/// many there were. The first error, by number, ends the work and is thrown.
@discardableResult
public func parallelMap<Output: Sendable>(
  count: Int, jobs: Int, _ compute: @Sendable (Int) throws -> Output
) throws -> [Output] {
  var outputs: [Output] = []
  outputs.reserveCapacity(count)
  // The threads are joined before the call returns.
  try withoutActuallyEscaping(compute) { compute in
    try parallelMap(
      count: count, jobs: jobs, worker: {}, produce: { $0 }, compute: { _, index in try compute(index) },
      consume: { _, output in outputs.append(output) })
  }
  return outputs
}

/// Inputs waiting for a worker and outputs waiting for their turn, behind one lock.
private final class Exchange<Input: Sendable, Output: Sendable>: @unchecked Sendable {
  // Every access to the fields below holds `lock`.
  private let lock = Condition()
  private var inputs: [(Int, Input)] = []
  private var outputs: [Int: Result<Output, any Error>] = [:]
  private var failure: (any Error)?
  private var isClosed = false

  func offer(_ index: Int, _ input: Input) {
    lock.locked {
      inputs.append((index, input))
      lock.wakeAll()
    }
  }

  func take() -> (Int, Input)? {
    lock.locked {
      while inputs.isEmpty && !isClosed { lock.wait() }
      return isClosed ? nil : inputs.removeFirst()
    }
  }

  func put(_ index: Int, _ output: Result<Output, any Error>) {
    lock.locked {
      outputs[index] = output
      lock.wakeAll()
    }
  }

  func fail(_ error: any Error) {
    lock.locked {
      failure = failure ?? error
      lock.wakeAll()
    }
  }

  /// The output of an index when it is there; waits for it if asked to.
  func result(_ index: Int, wait: Bool) throws -> Result<Output, any Error>? {
    try lock.locked {
      while true {
        if let failure { throw failure }
        if let output = outputs.removeValue(forKey: index) { return output }
        if !wait { return nil }
        lock.wait()
      }
    }
  }

  func close() {
    lock.locked {
      isClosed = true
      lock.wakeAll()
    }
  }
}

/// A mutex with a condition, which Swift's own `Mutex` lacks.
final class Condition: @unchecked Sendable {
  // Heap cells, because POSIX forbids moving either of them.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func locked<T>(_ body: () throws -> T) rethrows -> T {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Lets go of the lock until somebody wakes us; call it inside `locked`.
  func wait() { pthread_cond_wait(condition, mutex) }

  func wakeAll() { pthread_cond_broadcast(condition) }
}

/// A thread that runs a body once.
///
/// Plain threads rather than tasks: the work blocks in C libraries for long, each thread owns plans and scratch memory,
/// and `--jobs` means that many threads whatever the size of the cooperative pool is.
final class WorkerThread {
  private var handle = pthread_t()

  init(_ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
      let body: @Sendable () -> Void
      init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 8 << 20)
    pthread_create(
      &handle, &attributes,
      { context in
        Unmanaged<Box>.fromOpaque(context!).takeRetainedValue().body()
        return nil
      }, Unmanaged.passRetained(Box(body)).toOpaque())
    pthread_attr_destroy(&attributes)
  }

  func join() { pthread_join(handle, nil) }
}

/// How many processors this process may use.
public func availableProcessors() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
