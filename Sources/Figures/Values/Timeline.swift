/// What each of several lanes was busy with, and when.
public struct Timeline: Sendable, Hashable {
  /// A stretch of time that a lane spent in one way.
  public struct Bar: Sendable, Hashable {
    /// In which way: "INIT", "invoke"; equal kinds look alike.
    public var kind: String
    /// When it began, in seconds.
    public var start: Double
    /// When it ended, in seconds.
    public var end: Double
    /// What tells it from others of its kind, such as a number; written where there is room.
    public var label: String?
    /// Whether the lane only waits meanwhile: drawn beneath all else, and cut short if need be.
    public var isIdle: Bool

    /// Makes a bar.
    public init(
      _ kind: String,
      from start: Double,
      to end: Double,
      label: String? = nil,
      isIdle: Bool = false
    ) {
      self.kind = kind
      self.start = start
      self.end = end
      self.label = label
      self.isIdle = isIdle
    }
  }

  /// Something that happened to a lane at one instant.
  public struct Mark: Sendable, Hashable {
    /// What happened: "error", "crash"; equal kinds look alike.
    public var kind: String
    /// When, in seconds.
    public var instant: Double

    /// Makes a mark.
    public init(_ kind: String, at instant: Double) {
      self.kind = kind
      self.instant = instant
    }
  }

  /// One row of the timeline.
  public struct Lane: Sendable, Hashable {
    /// Whose row it is.
    public var name: String
    /// What it belongs to; rows of one group that follow each other stand under its name.
    public var group: String?
    /// How the time was spent.
    public var bars: [Bar]
    /// What happened meanwhile.
    public var marks: [Mark]

    /// Makes a lane.
    public init(_ name: String, in group: String? = nil, bars: [Bar] = [], marks: [Mark] = []) {
      self.name = name
      self.group = group
      self.bars = bars
      self.marks = marks
    }
  }

  /// A heading above the timeline.
  public var title: String?
  /// The rows from top to bottom.
  public var lanes: [Lane]
  /// The kinds whose looks are fixed, in the order of the looks; the others come after them.
  public var kinds: [String]
  /// What the labels of bars are: "request"; for the legend.
  public var labelMeaning: String?

  /// Makes a timeline.
  public init(
    title: String? = nil,
    lanes: [Lane],
    kinds: [String] = [],
    labelMeaning: String? = nil
  ) {
    self.title = title
    self.lanes = lanes
    self.kinds = kinds
    self.labelMeaning = labelMeaning
  }
}
