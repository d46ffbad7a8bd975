import Glibc

/// Refuses to write over what is being read.
///
/// Names differ more easily than files: `a.h5`, `./a.h5`, a link to it and a second name of it are one file, which is told by
/// device and number. A path where nothing is yet harms nobody.
/// - Parameters:
///   - output: the file to make.
///   - inputs: the files that it is made from.
public func protect(_ inputs: some Sequence<String>, from output: String) throws {
  guard let place = FilePlace(of: output) else { return }
  for input in inputs where FilePlace(of: input) == place {
    throw UsageError(
      "cannot write '\(output)': it is the same file as the input '\(input)'; expected an output of its own")
  }
}

/// Refuses outputs in whose place no file can be put: a folder, a device, a pipe.
public func requireReplaceable(_ output: String) throws {
  var status = stat()
  // What a link leads to counts, whether it is there or not.
  guard stat(output, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
  throw UsageError(
    "cannot write '\(output)': there is \(spokenKind(status.st_mode)) of that name; expected a regular file or none")
}

/// What kind of thing a path leads to, in words.
func spokenKind(_ mode: mode_t) -> String {
  switch mode & S_IFMT {
  case S_IFDIR: "a folder"
  case S_IFIFO: "a pipe"
  case S_IFSOCK: "a socket"
  case S_IFCHR, S_IFBLK: "a device"
  default: "something that is no regular file"
  }
}

/// Which file a path leads to; nil where there is none.
private struct FilePlace: Equatable {
  let device: dev_t
  let number: ino_t

  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, number) = (status.st_dev, status.st_ino)
  }
}
