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

    /// Makes a bar.
    public init(_ kind: String, from start: Double, to end: Double) {
      self.kind = kind
      self.start = start
      self.end = end
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
    /// How the time was spent.
    public var bars: [Bar]
    /// What happened meanwhile.
    public var marks: [Mark]

    /// Makes a lane.
    public init(_ name: String, bars: [Bar] = [], marks: [Mark] = []) {
      self.name = name
      self.bars = bars
      self.marks = marks
    }
  }

  /// A heading above the timeline.
  public var title: String?
  /// The rows from top to bottom.
  public var lanes: [Lane]

  /// Makes a timeline.
  public init(title: String? = nil, lanes: [Lane]) {
    self.title = title
    self.lanes = lanes
  }
}
