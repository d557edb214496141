/// Rows under named columns.
///
/// Where the width does not suffice, long text wraps within its column, and where that does not
/// suffice either, each row becomes a record of `name: value` lines.
public struct Table: Sendable, Hashable {
  /// To which edge of a column its cells go.
  public enum Alignment: Sendable, Hashable {
    /// To the left, for words.
    case leading
    /// To the right, for numbers.
    case trailing
  }

  /// A column's heading and how its cells stand.
  public struct Column: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The heading.
    public var title: String
    /// To which edge the cells go.
    public var alignment: Alignment

    /// Makes a column.
    public init(_ title: String, _ alignment: Alignment = .leading) {
      self.title = title
      self.alignment = alignment
    }

    /// Makes a column of words.
    public init(stringLiteral value: String) {
      self.init(value)
    }
  }

  /// A heading above the table.
  public var title: String?
  /// The columns from left to right.
  public var columns: [Column]
  /// The rows from top to bottom; a row may be shorter than the columns, but not longer.
  public var rows: [[Span]]

  /// Makes a table.
  public init(title: String? = nil, columns: [Column], rows: [[Span]] = []) {
    self.title = title
    self.columns = columns
    self.rows = rows
  }
}
