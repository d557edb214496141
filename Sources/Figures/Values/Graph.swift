/// Components and what passes between them: an architecture diagram.
///
/// Drawn as boxes and arrows from top to bottom where the width allows it, else written as a list.
public struct Graph: Sendable, Hashable {
  /// A component.
  public struct Node: Sendable, Hashable {
    /// What edges call the node by.
    public var id: String
    /// What the reader calls it by.
    public var label: String
    /// What it is: "function", "queue"; empty if that goes without saying.
    public var kind: String
    /// Where it is: a zone or tier.
    public var group: String?
    /// How it is: "running", "down".
    public var status: Span?
    /// Anything else worth a line in the box.
    public var note: String?

    /// Makes a node; its label is its id unless given.
    public init(
      _ id: String,
      label: String? = nil,
      kind: String = "",
      group: String? = nil,
      status: Span? = nil,
      note: String? = nil
    ) {
      self.id = id
      self.label = label ?? id
      self.kind = kind
      self.group = group
      self.status = status
      self.note = note
    }
  }

  /// How one node uses another.
  public enum Style: Sendable, Hashable, CaseIterable {
    /// The caller waits for the answer.
    case synchronous
    /// The sender goes on at once.
    case asynchronous
    /// The receiver comes and fetches.
    case polling

    /// The style in a word.
    public var name: String {
      switch self {
      case .synchronous: "synchronous"
      case .asynchronous: "asynchronous"
      case .polling: "polling"
      }
    }
  }

  /// An arrow from one node to another.
  public struct Edge: Sendable, Hashable {
    /// The id of the node from which the work comes.
    public var source: String
    /// The id of the node to which the work goes.
    public var target: String
    /// What passes, in a word or two.
    public var label: String?
    /// How it passes.
    public var style: Style

    /// Makes an arrow.
    public init(
      from source: String,
      to target: String,
      label: String? = nil,
      style: Style = .synchronous
    ) {
      self.source = source
      self.target = target
      self.label = label
      self.style = style
    }
  }

  /// A heading above the diagram.
  public var title: String?
  /// The nodes; of two with one id only the first counts.
  public var nodes: [Node]
  /// The arrows; one that names an unknown node is left out.
  public var edges: [Edge]

  /// Makes a diagram.
  public init(title: String? = nil, nodes: [Node] = [], edges: [Edge] = []) {
    self.title = title
    self.nodes = nodes
    self.edges = edges
  }
}
