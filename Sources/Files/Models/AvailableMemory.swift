import Glibc

/// How many bytes this process could still take without driving anything out of memory: what the kernel calls
/// available, or what its control group has left, whichever is less.
func availableMemory() -> Int {
  let machine = number(after: "MemAvailable:", in: "/proc/meminfo").map { $0 * 1024 } ?? 1 << 30
  guard let limit = number(after: "", in: "/sys/fs/cgroup/memory.max"),
    let used = number(after: "", in: "/sys/fs/cgroup/memory.current")
  else { return machine }
  return min(machine, max(0, limit - used))
}

/// The first whole number behind a word in one of the kernel's small files.
private func number(after word: String, in path: String) -> Int? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 256)
  while fgets(&line, Int32(line.count), file) != nil {
    let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    guard text.hasPrefix(word) else { continue }
    return text.dropFirst(word.count).split { !$0.isNumber }.first.flatMap { Int($0) }
  }
  return nil
}
