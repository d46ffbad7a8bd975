import Glibc

/// Bytes of memory that this process can have at most: the machine's, or less where a container or a limit says so.
///
/// The kernel promises more than there is and ends the process that uses it, so what cannot be is refused before it is asked
/// for.
let machineMemory: Int = {
  let pages = sysconf(Int32(_SC_PHYS_PAGES)), size = sysconf(Int32(_SC_PAGESIZE))
  var most = pages > 0 && size > 0 ? pages.multipliedReportingOverflow(by: size).partialValue : Int.max
  var limit = rlimit()
  if getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 { most = min(most, Int(clamping: limit.rlim_cur)) }
  if let file = fopen("/sys/fs/cgroup/memory.max", "re") {
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 64)
    if fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 > 0x20 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      if let bytes = Int(text) { most = min(most, bytes) }
    }
  }
  return most
}()
