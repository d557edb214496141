/// A time axis from which long stretches are cut in which nothing happens.
///
/// What is left keeps one scale, so that lengths can be compared within and across the pieces;
/// only a piece that would be too short for its label is stretched.
struct FoldedAxis {
  /// A stretch of time that is drawn.
  struct Piece: Hashable {
    let range: ClosedRange<Double>
    /// The first of its columns.
    fileprivate(set) var start = 0
    /// How many columns it has.
    fileprivate(set) var count = 0
    fileprivate var length: Double { range.upperBound - range.lowerBound }
  }

  /// How many columns stand for a stretch that is cut.
  static let foldWidth = 2
  /// The fewest columns of a piece, so that its label fits.
  private static let leastPiece = 7
  /// A stretch is cut when it would take more than this share of what is left.
  private static let largestShare = 0.25

  /// How many columns there are.
  let count: Int
  private(set) var pieces: [Piece]

  /// Cuts what is long and idle out of the time that `busy` spans.
  ///
  /// - Parameters:
  ///   - busy: the stretches in which something happens, in any order; instants are empty ones.
  ///   - count: how many columns there are.
  init(busy: [ClosedRange<Double>], count: Int) {
    self.count = count
    let gaps = Self.gaps(between: busy)
    let first = busy.map(\.lowerBound).min() ?? 0
    let last = busy.map(\.upperBound).max() ?? 0
    let most = max(0, (count + Self.foldWidth) / (Self.leastPiece + Self.foldWidth) - 1)
    var left = last - first
    var cut: [ClosedRange<Double>] = []
    for gap in gaps.sorted(by: { $0.length > $1.length }).prefix(most) {
      guard gap.length > left * Self.largestShare else { break }
      cut.append(gap)
      left -= gap.length
    }
    var pieces: [Piece] = []
    var start = first
    for gap in cut.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      pieces.append(Piece(range: start...gap.lowerBound))
      start = gap.upperBound
    }
    pieces.append(Piece(range: start...last))
    self.pieces = pieces
    spread()
  }

  private static func gaps(between busy: [ClosedRange<Double>]) -> [ClosedRange<Double>] {
    var gaps: [ClosedRange<Double>] = []
    var end: Double?
    for range in busy.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let end, range.lowerBound > end { gaps.append(end...range.lowerBound) }
      end = max(end ?? range.upperBound, range.upperBound)
    }
    return gaps
  }

  /// Gives the pieces their columns, by their lengths.
  private mutating func spread() {
    let room = count - Self.foldWidth * (pieces.count - 1)
    let least = pieces.count > 1 ? Self.leastPiece : 0
    let spare = Double(room - least * pieces.count)
    let total = pieces.reduce(0) { $0 + $1.length }
    let perSecond = total > 0 && total.isFinite ? spare / total : 0
    var (start, done) = (0, 0.0)
    for place in pieces.indices {
      let before = (done * perSecond).rounded()
      done += pieces[place].length
      let isLast = place == pieces.indices.last
      pieces[place].start = start
      pieces[place].count =
        isLast ? count - start : least + Int((done * perSecond).rounded() - before)
      start += pieces[place].count + Self.foldWidth
    }
  }

  /// The stretches that are cut out.
  var folds: [ClosedRange<Double>] {
    zip(pieces, pieces.dropFirst()).map { $0.range.upperBound...$1.range.lowerBound }
  }

  /// The columns that stand for what is cut.
  var foldColumns: [Int] {
    pieces.dropLast().flatMap { piece in
      let start = piece.start + piece.count
      return start..<(start + Self.foldWidth)
    }
  }

  /// Where an instant is, in columns from the left edge.
  ///
  /// What is cut is passed at its first column.
  func position(_ instant: Double) -> Double {
    let piece = pieces.last { $0.range.lowerBound <= instant } ?? pieces[0]
    guard instant <= piece.range.upperBound else { return Double(piece.start + piece.count) }
    guard piece.length > 0 else { return Double(piece.start) }
    let share = (instant - piece.range.lowerBound) / piece.length
    return Double(piece.start) + min(max(0, share), 1) * Double(piece.count)
  }

  /// The column in which an instant is.
  func column(_ instant: Double) -> Int {
    let piece = pieces.last { $0.range.lowerBound <= instant } ?? pieces[0]
    let last = piece.start + max(1, piece.count) - 1
    return min(last, Int(position(instant)))
  }
}

extension ClosedRange<Double> {
  var length: Double { upperBound - lowerBound }
}
