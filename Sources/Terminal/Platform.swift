// The one file that knows the C library.
#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif
import Synchronization

/// What this package needs of the operating system.
enum Platform {
  static let standardInput: Int32 = 0
  static let standardOutput: Int32 = 1
  static let standardError: Int32 = 2

  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// How many columns and rows the terminal says it has; nil where it does not say.
  static func size(_ descriptor: Int32) -> (columns: Int?, rows: Int?)? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    return (
      size.ws_col > 0 ? Int(size.ws_col) : nil, size.ws_row > 0 ? Int(size.ws_row) : nil
    )
  }

  /// Writes all bytes, however many calls it takes; false if nobody can read them any more.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        #if canImport(Darwin)
        let count = Darwin.write(
          descriptor,
          UnsafeRawBufferPointer(rebasing: rest).baseAddress,
          rest.count
        )
        #elseif canImport(Musl)
        let count = Musl.write(
          descriptor,
          UnsafeRawBufferPointer(rebasing: rest).baseAddress,
          rest.count
        )
        #else
        let count = Glibc.write(
          descriptor,
          UnsafeRawBufferPointer(rebasing: rest).baseAddress,
          rest.count
        )
        #endif
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
          _ = wait(for: Int16(POLLOUT), on: descriptor, milliseconds: -1)
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }

  /// Waits for bytes and reads what is there.
  static func read(from descriptor: Int32) -> InputChunk {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let capacity = buffer.count
    #if canImport(Darwin)
    let count = Darwin.read(descriptor, &buffer, capacity)
    #elseif canImport(Musl)
    let count = Musl.read(descriptor, &buffer, capacity)
    #else
    let count = Glibc.read(descriptor, &buffer, capacity)
    #endif
    if count > 0 { return .bytes(Array(buffer[..<count])) }
    if count < 0, errno == EINTR { return .interrupted }
    if count < 0, errno == EAGAIN {
      _ = wait(for: Int16(POLLIN), on: descriptor, milliseconds: -1)
      return .interrupted
    }
    return .end
  }

  /// Tells whether there is something to read within the time.
  static func hasInput(_ descriptor: Int32, within milliseconds: Int) -> Bool {
    wait(for: Int16(POLLIN), on: descriptor, milliseconds: Int32(milliseconds))
  }

  private static func wait(for events: Int16, on descriptor: Int32, milliseconds: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: events, revents: 0)
    return poll(&request, 1, milliseconds) > 0
  }

  static func end(_ code: Int32) -> Never {
    leaveRawMode()
    exit(code)
  }

  // MARK: - Raw mode

  /// The settings to go back to.
  ///
  /// Signal handlers need them, and those can neither capture nor lock: so a pointer that is set up
  /// before any handler can run and is written only while `isRaw` is false.
  private nonisolated(unsafe) static let cookedSettings = {
    let settings = UnsafeMutablePointer<termios>.allocate(capacity: 2)
    settings.initialize(repeating: termios(), count: 2)
    return settings
  }()
  private static let isRaw = Atomic(false)
  private static let hasProgress = Atomic(false)

  /// Lets each key through at once and unechoed; false if standard input is no terminal.
  static func enterRawMode() -> Bool {
    guard !isRaw.load(ordering: .acquiring) else { return true }
    guard tcgetattr(standardInput, cookedSettings) == 0 else { return false }
    var raw = cookedSettings.pointee
    raw.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG | IEXTEN)
    raw.c_iflag &= ~tcflag_t(IXON | ICRNL | BRKINT | INPCK | ISTRIP)
    withUnsafeMutableBytes(of: &raw.c_cc) { controls in
      controls[Int(VMIN)] = 1
      controls[Int(VTIME)] = 0
    }
    cookedSettings[1] = raw
    isRaw.store(true, ordering: .releasing)
    guard tcsetattr(standardInput, TCSADRAIN, &raw) == 0 else {
      isRaw.store(false, ordering: .releasing)
      return false
    }
    return true
  }

  static func leaveRawMode() {
    guard isRaw.exchange(false, ordering: .acquiringAndReleasing) else { return }
    tcsetattr(standardInput, TCSADRAIN, cookedSettings)
  }

  /// Stops the process as Ctrl-Z does; returns when it goes on.
  static func suspend() {
    let wasRaw = isRaw.load(ordering: .acquiring)
    leaveRawMode()
    raise(SIGTSTP)
    if wasRaw { _ = enterRawMode() }
  }

  /// Remembers that a progress line stands on standard error, to be cleared when a signal comes.
  static func noteProgress(_ isShown: Bool) {
    hasProgress.store(isShown, ordering: .releasing)
  }

  // MARK: - Signals

  /// How many signals to interrupt are being kept for the program to see.
  static let deferrals = Atomic(0)
  static let isInterrupted = Atomic(false)

  /// The address of the line that Ctrl-C leaves behind; 0 for none.
  private static let farewell = Atomic(0)

  /// Sets the line that Ctrl-C leaves behind, on standard error.
  static func setFarewell(_ text: String?) {
    let address = text.map { Int(bitPattern: strdup("\n\($0)\n")) } ?? 0
    let before = farewell.exchange(address, ordering: .acquiringAndReleasing)
    free(UnsafeMutableRawPointer(bitPattern: before))
  }

  /// Restores the terminal before a signal ends the process, and notices resizing and resuming.
  static func installSignalHandlers() {
    _ = cookedSettings
    _ = (isRaw.load(ordering: .relaxed), hasProgress.load(ordering: .relaxed))
    _ = (deferrals.load(ordering: .relaxed), isInterrupted.load(ordering: .relaxed))
    _ = farewell.load(ordering: .relaxed)
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      install(number) { Platform.end(bySignal: $0) }
    }
    install(SIGWINCH) { _ in }
    install(SIGCONT) { _ in Platform.resume() }
    // A reader who left ends the process quietly.
    signal(SIGPIPE, SIG_DFL)
  }

  /// What `nohup` ignores stays ignored.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    #if canImport(Darwin)
    let handler = action.__sigaction_u.__sa_handler
    #elseif canImport(Musl)
    let handler = action.__sa_handler.sa_handler
    #else
    let handler = action.__sigaction_handler.sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Without `SA_RESTART`, so that a waiting read returns and the line is drawn afresh.
  private static func install(_ number: Int32, _ handler: @convention(c) (Int32) -> Void) {
    var action = sigaction()
    #if canImport(Darwin)
    action.__sigaction_u.__sa_handler = handler
    #elseif canImport(Musl)
    action.__sa_handler.sa_handler = handler
    #else
    action.__sigaction_handler.sa_handler = handler
    #endif
    sigaction(number, &action, nil)
  }

  /// Runs within a signal handler: only calls that POSIX allows there.
  private static func end(bySignal number: Int32) {
    if number == SIGINT, deferrals.load(ordering: .acquiring) > 0,
      !isInterrupted.exchange(true, ordering: .acquiringAndReleasing)
    {
      return
    }
    leaveRawMode()
    if hasProgress.load(ordering: .acquiring) {
      withUnsafeTemporaryAllocation(byteCount: 4, alignment: 1) { clear in
        // Carriage return, then erase to the end of the line.
        clear[0] = 0x0D
        clear[1] = 0x1B
        clear[2] = 0x5B
        clear[3] = 0x4B
        writeError(clear.baseAddress, 4)
      }
    }
    if number == SIGINT { sayFarewell() }
    _exit(128 + number)
  }

  /// Writes the line that Ctrl-C leaves behind; allowed within a signal handler.
  static func sayFarewell() {
    let address = farewell.load(ordering: .acquiring)
    guard let text = UnsafePointer<CChar>(bitPattern: address) else { return }
    writeError(text, strlen(text))
  }

  /// Writes bytes as they are, without buffers that a signal might find half-filled.
  private static func writeError(_ bytes: UnsafeRawPointer?, _ count: Int) {
    #if canImport(Darwin)
    _ = Darwin.write(standardError, bytes, count)
    #elseif canImport(Musl)
    _ = Musl.write(standardError, bytes, count)
    #else
    _ = Glibc.write(standardError, bytes, count)
    #endif
  }

  /// The shell may have changed the settings while the process was stopped.
  private static func resume() {
    guard isRaw.load(ordering: .acquiring) else { return }
    tcsetattr(standardInput, TCSADRAIN, cookedSettings + 1)
  }
}
