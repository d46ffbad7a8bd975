internal import CHDF5

/// An identifier that the library handed out, given back exactly once.
struct Handle: ~Copyable {
  let id: hid_t
  private let release: Release

  /// How each kind of identifier is given back.
  enum Release {
    case file, group, dataset, attribute, space, type, list, object

    var call: StaticString {
      switch self {
      case .file: "H5Fclose"
      case .group: "H5Gclose"
      case .dataset: "H5Dclose"
      case .attribute: "H5Aclose"
      case .space: "H5Sclose"
      case .type: "H5Tclose"
      case .list: "H5Pclose"
      case .object: "H5Oclose"
      }
    }

    func callAsFunction(_ id: hid_t) -> herr_t {
      switch self {
      case .file: H5Fclose(id)
      case .group: H5Gclose(id)
      case .dataset: H5Dclose(id)
      case .attribute: H5Aclose(id)
      case .space: H5Sclose(id)
      case .type: H5Tclose(id)
      case .list: H5Pclose(id)
      case .object: H5Oclose(id)
      }
    }
  }

  /// Takes over the identifier that `body` returns.
  init(
    _ call: StaticString, on object: @autoclosure () -> String, release: Release, _ body: () -> hid_t
  ) throws {
    id = try attempt(call, on: object(), body)
    self.release = release
  }

  deinit {
    Library.prepare()
    _ = release(id)
  }

  /// Gives the identifier back and says whether that worked: closing is where delayed writes fail.
  consuming func close(_ object: @autoclosure () -> String) throws {
    let id = id
    let release = release
    discard self
    try attempt(release.call, on: object()) { release(id) }
  }
}
