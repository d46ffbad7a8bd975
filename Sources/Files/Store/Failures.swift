import System

extension StoreError: Failure {
  /// A file that is not what it should be is bad data; everything else is the machine.
  public var failureKind: FailureKind { kind == .data ? .data : .system }

  /// After a write that failed half way, HDF5's state is not to be trusted with an orderly exit.
  public var mustLeaveAtOnce: Bool { kind == .write }
}

extension Tool {
  /// This program, in this version.
  public init(named name: String) { self.init(name: name, version: System.version) }

  /// The program of a stage, in this version.
  public init(_ revision: Revision) {
    self.init(name: "lilt-\(revision.stage)", version: System.version, revision: revision)
  }
}
