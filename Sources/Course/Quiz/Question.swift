/// How a question is answered and scored.
public enum Question: Sendable, Hashable {
  /// One option is right.
  case single(Choice)
  /// Several options are right.
  case multi(Choice)
  /// The options are True and False.
  case trueFalse(Choice)
  /// Each stem has its partner.
  case match(Matching)
  /// Entries stand in one right order.
  case order(Arrangement)
  /// A number.
  case numeric(NumericKey)
  /// A word or a few.
  case text(TextKey)
  /// What the runtime prints or measures.
  case predict(PredictKey)
  /// A file that makes a run come out as asked.
  case lab(Lab)

  /// The type's word in a quiz file.
  public var type: String {
    switch self {
    case .single: "single"
    case .multi: "multi"
    case .trueFalse: "truefalse"
    case .match: "match"
    case .order: "order"
    case .numeric: "numeric"
    case .text: "text"
    case .predict: "predict"
    case .lab: "lab"
    }
  }

  /// The options, for the types that have some.
  public var choice: Choice? {
    switch self {
    case .single(let choice), .multi(let choice), .trueFalse(let choice): choice
    case .match, .order, .numeric, .text, .predict, .lab: nil
    }
  }

  /// What is chosen from by letter, in the order of the letters: the choices of `match` and `order`.
  public var letteredTexts: [(letter: String, text: String)] {
    switch self {
    case .match(let matching):
      matching.lettering.shown.map {
        (matching.lettering.letter(of: $0), matching.choices[$0].text)
      }
    case .order(let arrangement):
      arrangement.lettering.shown.map {
        (arrangement.lettering.letter(of: $0), arrangement.entries[$0].text)
      }
    default: []
    }
  }
}

/// Letters for things whose authored order would give the answer away.
///
/// The order is drawn from the item's revision: the same on every sheet and every machine, and
/// another one as soon as the wording changes. It is never the authored one.
public struct Lettering: Sendable, Hashable {
  /// The authored indices in the order of the letters.
  public let shown: [Int]
  private let places: [Int]

  init(count: Int, revision: Revision, avoidingAuthored: Bool = true) {
    var order = Array(0..<count)
    var state = revision.hash
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, Int(Self.next(&state) % UInt64(last + 1)))
    }
    if avoidingAuthored, count > 1, order == Array(0..<count) { order.append(order.removeFirst()) }
    shown = order
    var places = Array(repeating: 0, count: count)
    for (place, index) in order.enumerated() { places[index] = place }
    self.places = places
  }

  /// The letters, from `a`.
  public var letters: [String] { shown.indices.map(Self.letter) }

  /// The letter of a thing by its authored index.
  public func letter(of index: Int) -> String { Self.letter(places[index]) }

  /// The authored index of the thing with a letter.
  public func index(of letter: some StringProtocol) -> Int? {
    guard letter.utf8.count == 1, let byte = letter.utf8.first else { return nil }
    let place = Int(byte | 0x20) - 0x61
    return shown.indices.contains(place) ? shown[place] : nil
  }

  private static func letter(_ place: Int) -> String {
    String(UnicodeScalar(UInt8(ascii: "a") + UInt8(place)))
  }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  private static func next(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

/// Stems and the choices that belong to them.
public struct Matching: Sendable, Hashable {
  /// What a partner is looked for.
  public struct Stem: Sendable, Hashable {
    /// What it says, in Markdown.
    public let text: String
    /// The index of the choice that belongs to it.
    public let right: Int
    /// Why, in Markdown.
    public let explanation: String
  }

  /// What can be chosen as a partner.
  public struct Partner: Sendable, Hashable {
    /// What it says, in Markdown.
    public let text: String
    /// Why it belongs nowhere, in Markdown; nil when it belongs to a stem.
    public let explanation: String?
    /// The name of the belief behind choosing it where it does not belong.
    public let misconception: String?
  }

  /// What the stems are called: `Need`.
  public let heading: String
  /// What the choices are called: `Service`.
  public let choiceHeading: String
  /// The stems as authored; they are numbered from 1.
  public let stems: [Stem]
  /// The choices as authored, each once.
  public let choices: [Partner]
  /// The letters of the choices.
  public let lettering: Lettering
}

/// Entries that are put into order, and some that belong nowhere.
public struct Arrangement: Sendable, Hashable {
  /// One entry.
  public struct Entry: Sendable, Hashable {
    /// What it says, in Markdown.
    public let text: String
    /// Why it stands there, or belongs nowhere, in Markdown; may be empty for one that belongs.
    public let explanation: String
    /// The name of the belief behind using it, when it belongs nowhere.
    public let misconception: String?
  }

  /// The entries: first those that belong, in the right order, then those that do not.
  public let entries: [Entry]
  /// How many entries belong.
  public let count: Int
  /// The letters of all entries.
  public let lettering: Lettering
}
