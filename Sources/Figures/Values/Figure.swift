/// Something to show, as a value that knows neither width nor colour.
///
/// ``Layout`` turns a figure into lines.
public enum Figure: Sendable, Hashable {
  /// Paragraphs; each line of the string is one, wrapped to the width with its indentation kept.
  case text(String)
  /// Rows and columns.
  case table(Table)
  /// Boxes and arrows.
  case graph(Graph)
  /// Curves over an axis.
  case chart(Chart)
  /// Bars in lanes over a time axis.
  case timeline(Timeline)
  /// Several figures beneath each other, an empty line between them.
  case stack([Figure])
}
