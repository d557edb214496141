/// Curves of one or more series over a common axis.
public struct Chart: Sendable, Hashable {
  /// What the values along an axis are.
  public enum Scale: Sendable, Hashable {
    /// Plain amounts of a unit, such as "ms"; the unit may be empty.
    case amount(unit: String)
    /// Seconds, labelled as `90s`, `5m`, `2h`.
    case time
  }

  /// An axis: its name and scale.
  public struct Axis: Sendable, Hashable {
    /// What is measured: "latency".
    public var title: String
    /// What the values are.
    public var scale: Scale

    /// Makes an axis.
    public init(_ title: String, _ scale: Scale) {
      self.title = title
      self.scale = scale
    }
  }

  /// How points are joined.
  public enum Style: Sendable, Hashable {
    /// Straight from point to point.
    case line
    /// Each value holds until the next point.
    case step
  }

  /// A pair of values; points that are not finite are left out.
  public struct Point: Sendable, Hashable {
    /// Along the horizontal axis.
    public var x: Double
    /// Along the vertical axis.
    public var y: Double

    /// Makes a point.
    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// A named run of points.
  public struct Series: Sendable, Hashable {
    /// The name in the legend.
    public var name: String
    /// The points in ascending order of `x`.
    public var points: [Point]

    /// Makes a series.
    public init(_ name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// Something that happened, such as a fault, marked beneath the horizontal axis.
  public struct Mark: Sendable, Hashable {
    /// When it began.
    public var start: Double
    /// When it was over; nil if it took no time.
    public var end: Double?
    /// What it was.
    public var label: String

    /// Makes a mark.
    public init(at start: Double, until end: Double? = nil, _ label: String) {
      self.start = start
      self.end = end
      self.label = label
    }
  }

  /// A heading above the chart.
  public var title: String?
  /// The horizontal axis.
  public var xAxis: Axis
  /// The vertical axis; it includes zero.
  public var yAxis: Axis
  /// How points are joined.
  public var style: Style
  /// The curves.
  ///
  /// Where several points fall into one column of the screen, the largest shows.
  public var series: [Series]
  /// What happened meanwhile.
  public var marks: [Mark]

  /// Makes a chart.
  public init(
    title: String? = nil,
    xAxis: Axis = Axis("time", .time),
    yAxis: Axis,
    style: Style = .line,
    series: [Series],
    marks: [Mark] = []
  ) {
    self.title = title
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.style = style
    self.series = series
    self.marks = marks
  }
}
