#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs a Python script, and returns the numbers that it prints, line by line.
///
/// - Parameters:
///   - script: the script.
///   - arguments: what stands behind its name.
/// - Returns: the numbers of each line; nothing if Python or a package of the script is not
///   installed.
func runPython(_ script: String, _ arguments: [Int]) -> [[Double]] {
  let path = "/tmp/evolve-benchmark-\(getpid()).py"
  guard let file = fopen(path, "w") else { return [] }
  fputs(script, file)
  fclose(file)
  defer { unlink(path) }
  let words = arguments.map { " \($0)" }.joined()
  guard let pipe = popen("python3 \(path)\(words) 2>/dev/null", "r") else { return [] }
  defer { pclose(pipe) }
  var lines: [[Double]] = []
  var buffer = [CChar](repeating: 0, count: 200)
  while fgets(&buffer, Int32(buffer.count), pipe) != nil {
    let line = buffer.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
    let numbers = String(decoding: line, as: UTF8.self).split(separator: " ").map { Double($0) }
    if !numbers.isEmpty, !numbers.contains(nil) { lines.append(numbers.compactMap { $0 }) }
  }
  return lines
}
