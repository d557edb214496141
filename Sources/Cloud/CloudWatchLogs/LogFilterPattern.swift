/// A filter pattern for lines of text.
///
/// Terms are words or phrases in quotes, and case counts. A line matches when it holds all plain
/// terms, none of those behind `-`, and one of those behind `?` if there are any. Source: CloudWatch
/// Logs user guide, "Filter pattern syntax for unstructured log events".
///
/// Simplified: patterns for JSON (`{ … }`), for columns (`[ … ]`) and regular expressions (`%…%`)
/// are refused by name.
struct LogFilterPattern {
  private var required: [String] = []
  private var excluded: [String] = []
  private var optional: [String] = []

  init(parsing text: String) throws(ServiceError) {
    let unsupported = [
      "{": "A JSON filter pattern", "[": "A column filter pattern",
      "%": "A regular expression in a filter pattern",
    ]
    if let first = text.first(where: { $0 != " " }), let what = unsupported[String(first)] {
      throw .notSupported(what)
    }
    var rest = Substring(text)
    while let start = rest.firstIndex(where: { $0 != " " }) {
      rest = rest[start...]
      let sign = rest.first.flatMap { "-?".contains($0) ? $0 : nil }
      if sign != nil { rest = rest.dropFirst() }
      let term = try Self.term(&rest)
      switch sign {
      case "-": excluded.append(term)
      case "?": optional.append(term)
      default: required.append(term)
      }
    }
  }

  private static func term(_ rest: inout Substring) throws(ServiceError) -> String {
    if rest.first == "\"" {
      let inside = rest.dropFirst()
      guard let end = inside.firstIndex(of: "\"") else {
        throw .logs("InvalidParameterException", "Invalid filter pattern: a quote is not closed")
      }
      rest = inside[inside.index(after: end)...]
      return String(inside[..<end])
    }
    let end = rest.firstIndex(of: " ") ?? rest.endIndex
    defer { rest = rest[end...] }
    return String(rest[..<end])
  }

  func matches(_ line: String) -> Bool {
    required.allSatisfy { line.contains($0) } && !excluded.contains { line.contains($0) }
      && (optional.isEmpty || optional.contains { line.contains($0) })
  }
}
