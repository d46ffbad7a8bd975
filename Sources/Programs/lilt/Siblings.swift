import Commands
import Glibc
import Settings
import System

/// The programs that lie beside this one.
enum Siblings {
  /// The folder that this program lies in.
  private static let folder: String = {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink("/proc/self/exe", &path, path.count - 1)
    guard length > 0 else { return "." }
    return splitPath(String(decoding: path[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)).folder
  }()

  private static var names: [String] {
    listing(of: folder).filter { $0.hasPrefix("lilt-") && !$0.hasSuffix(".tmp") }.sorted()
  }

  /// Each of them as it describes itself; asked once, since each of them is a process.
  static let all: [Description] = names.compactMap(description)

  /// Turns this process into a program: returns only where there is no such program.
  static func become(_ verb: String, _ words: [String]) {
    guard names.contains("lilt-\(verb)") else { return }
    let path = "\(folder)/lilt-\(verb)"
    var arguments: [UnsafeMutablePointer<CChar>?] = ([path] + words).map { strdup($0) } + [nil]
    // Words that are no UTF-8 pass as they are.
    let skipped = Int(CommandLine.argc) - words.count
    if words.elementsEqual(CommandLine.arguments.dropFirst(skipped)) {
      for index in words.indices { arguments[index + 1] = CommandLine.unsafeArgv[skipped + index] }
    }
    execv(path, &arguments)
  }

  /// `; did you mean …`, where a program is called nearly so.
  static func suggestion(for verb: String) -> String {
    Suggestion.text(for: verb, among: names.map { String($0.dropFirst(5)) })
  }

  private static func description(_ name: String) -> Description? {
    guard let pipe = popen("exec '\(folder.replacing("'", with: "'\\''"))/\(name)' --describe", "r") else { return nil }
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 14)
    while case let count = fread(&block, 1, block.count, pipe), count > 0 { bytes += block[..<count] }
    return try? Description(parsing: bytes)
  }
}
