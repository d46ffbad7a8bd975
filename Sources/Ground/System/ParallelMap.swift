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
