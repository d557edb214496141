/// The processors that a function's code is built for.
public enum Architecture: String, Hashable, Sendable, CaseIterable {
  /// 64-bit x86; what is taken when nothing is said.
  case x86_64
  /// 64-bit ARM, which is cheaper.
  case arm64
}

/// What kind of package a function's code comes in.
public enum PackageType: String, Hashable, Sendable, CaseIterable {
  /// A zip file; here a recipe or a Swift type.
  case zip = "Zip"
  /// A container image, which is left out here.
  case image = "Image"
}

/// Who decides whether a request is traced.
public enum TracingMode: String, Hashable, Sendable, CaseIterable {
  /// Lambda does: one request each second, and 5 % of the others.
  case active = "Active"
  /// Whoever sends the request does.
  case passThrough = "PassThrough"
}

/// How and where a function logs.
public struct LoggingConfiguration: Hashable, Sendable {
  /// How lines are written.
  public enum Format: String, Hashable, Sendable, CaseIterable {
    /// As plain lines.
    case text = "Text"
    /// As JSON objects, which can be filtered by level.
    case json = "JSON"
  }

  /// From which level on the function's own lines are kept.
  public enum ApplicationLevel: String, Hashable, Sendable, CaseIterable {
    /// Everything.
    case trace = "TRACE"
    /// Details for the author, and everything below.
    case debug = "DEBUG"
    /// What goes on, and everything below; the default.
    case info = "INFO"
    /// What may be wrong, and everything below.
    case warn = "WARN"
    /// What is wrong, and everything below.
    case error = "ERROR"
    /// What ends the process.
    case fatal = "FATAL"
  }

  /// From which level on the platform's lines are kept.
  public enum SystemLevel: String, Hashable, Sendable, CaseIterable {
    /// Everything.
    case debug = "DEBUG"
    /// Starts, ends and reports, and everything below; the default.
    case info = "INFO"
    /// What goes wrong.
    case warn = "WARN"
  }

  /// How lines are written.
  public var format = Format.text
  /// Only with ``Format/json``.
  public var applicationLevel: ApplicationLevel?
  /// Only with ``Format/json``.
  public var systemLevel: SystemLevel?
  /// The log group's name.
  public var group: String

  /// Plain lines into `group`.
  public init(group: String) {
    self.group = group
  }
}
