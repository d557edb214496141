import Playground

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What kind of machine this is, as far as the course cares.
enum Machine {
  /// The system and the processor that this program was built for: `Linux x86_64`.
  static var kind: String {
    #if os(Linux)
    let system = "Linux"
    #elseif os(macOS)
    let system = "macOS"
    #else
    let system = "another system"
    #endif
    #if arch(x86_64)
    return "\(system) x86_64"
    #elseif arch(arm64)
    return "\(system) arm64"
    #else
    return "\(system), another processor"
    #endif
  }

  /// Whether the program was built for debugging, which makes runs many times slower.
  static var isDebugBuild: Bool {
    #if DEBUG
    true
    #else
    false
    #endif
  }

  /// The seconds it takes to simulate ten minutes of the smallest shop by day.
  ///
  /// - Throws: why that is not possible here.
  static func secondsForTenMinutesOfTheShop() throws -> Double {
    let session = Session(seed: 7)
    let elapsed = try ContinuousClock().measure {
      for command in ["deploy monolith", "load day for 10m"] {
        _ = try session.execute(command).result.get()
      }
    }
    return elapsed / .seconds(1)
  }

  /// The first line that `swift --version` prints; nil when there is no toolchain.
  ///
  /// The libraries of a bundle are not for the toolchain of the machine it runs on.
  static var toolchain: String? {
    guard let pipe = popen("env -u LD_LIBRARY_PATH swift --version 2>/dev/null", "r") else {
      return nil
    }
    defer { pclose(pipe) }
    var line = [CChar](repeating: 0, count: 512)
    guard fgets(&line, Int32(line.count), pipe) != nil else { return nil }
    let bytes = line.prefix { $0 != 0 && $0 != 0x0A }.map { UInt8(bitPattern: $0) }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
