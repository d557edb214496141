/// What a terminal can do, as far as its streams and the environment tell.
public struct TerminalTraits: Sendable, Hashable {
  /// Whether someone can be asked: input and output are both a terminal.
  public let isInteractive: Bool
  /// Whether colours may be used.
  ///
  /// Not in a pipe, nor with `TERM=dumb`, nor where `NO_COLOR` is set to anything (no-color.org).
  public let hasColour: Bool
  /// Whether more than ASCII may be printed: `LC_ALL`, `LC_CTYPE` or `LANG` names UTF-8.
  public let hasUnicode: Bool
  /// Whether the cursor may be moved back to draw over what is there.
  ///
  /// Not with `ACCESSIBLE=1`, for screen readers: what is printed stays and is only added to.
  public let canRedraw: Bool
  /// Whether drawings are to be put in words: `ACCESSIBLE=1`.
  public let isAccessible: Bool
  /// The width that `COLUMNS` asks for.
  let requestedColumns: Int?

  /// Works out what `device` can do from the variables that `environment` knows.
  public init(_ device: some TerminalDevice, environment: (String) -> String?) {
    func variable(_ name: String) -> String? {
      environment(name).flatMap { $0.isEmpty ? nil : $0 }
    }
    let isDumb = variable("TERM") == "dumb"
    let locale = variable("LC_ALL") ?? variable("LC_CTYPE") ?? variable("LANG") ?? ""
    let encoding = locale.lowercased()
    let accessible = variable("ACCESSIBLE")
    isAccessible = accessible != nil && accessible != "0"
    isInteractive = device.isInputTerminal && device.isOutputTerminal
    hasColour = device.isOutputTerminal && !isDumb && variable("NO_COLOR") == nil
    hasUnicode = encoding.contains("utf-8") || encoding.contains("utf8")
    canRedraw = !isDumb && !isAccessible
    requestedColumns = variable("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }
}
