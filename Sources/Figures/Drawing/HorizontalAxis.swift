/// The horizontal axis of charts and timelines: which column a value has, the ticks, the marks.
struct HorizontalAxis {
  let range: ClosedRange<Double>
  let scale: Chart.Scale
  /// The first column of the plot; what stands before it are names.
  let start: Int
  /// How many columns the plot has.
  let count: Int
  let layout: Layout

  /// The column of `value`, counted from the first of the plot and kept within it.
  func column(_ value: Double) -> Int {
    let length = range.upperBound - range.lowerBound
    guard length > 0, value.isFinite else { return 0 }
    let share = (value - range.lowerBound) / length * Double(count - 1)
    return Int(min(max(0, share.rounded()), Double(count - 1)))
  }

  /// The axis with its ticks, and the labels beneath.
  func lines() -> [StyledLine] {
    let ticks = Ticks(range, about: max(1, count / 12), scale)
    var rule = Array(repeating: layout.unicode ? "─" : "-", count: count)
    var labels = Array(repeating: " ", count: start + count)
    var free = 0
    for value in ticks.values {
      let column = column(value)
      rule[column] = layout.unicode ? "┬" : "+"
      let label = ticks.label(value)
      let left = min(start + column, start + count - label.count)
      guard left >= free else { continue }
      for (place, character) in label.enumerated() { labels[left + place] = String(character) }
      free = left + label.count + 1
    }
    let corner = String(repeating: " ", count: max(0, start - 1)) + (layout.unicode ? "└" : "+")
    let text = labels.joined().reversed().drop { $0 == " " }.reversed()
    return [StyledLine(corner + rule.joined(), .muted), StyledLine(String(text), .muted)]
  }

  /// A value in words, finely enough to tell instants on this axis apart.
  func words(_ value: Double) -> String {
    let step = Ticks(range, about: 50, scale).step
    return layout.readableLine(Ticks.textWithUnit(value, scale, step: step))
  }

  /// A letter for each mark beneath the axis, and the meaning of the letters.
  func lines(for marks: [Chart.Mark]) -> [StyledLine] {
    let marks = marks.filter { $0.start.isFinite }.sorted { $0.start < $1.start }
    var rows: [[Character]] = []
    for (number, mark) in marks.enumerated() {
      let first = column(mark.start)
      let last = max(first, column(mark.end ?? mark.start))
      let free = rows.firstIndex { row in row[max(0, first - 1)...last].allSatisfy { $0 == " " } }
      if free == nil { rows.append(Array(repeating: " ", count: count)) }
      let row = free ?? rows.count - 1
      for column in first...last { rows[row][column] = layout.unicode ? "═" : "=" }
      rows[row][first] = Self.letter(number)
    }
    let indent = String(repeating: " ", count: start)
    let meanings = marks.enumerated().flatMap { number, mark in
      StyledLine("\(Self.letter(number))  \(words(mark))", .warning)
        .wrapped(to: layout.width, rest: "   ")
    }
    return rows.map { StyledLine(indent + String($0), .warning).trimmed } + meanings
  }

  /// The marks in words alone.
  func words(for marks: [Chart.Mark]) -> [StyledLine] {
    marks.filter { $0.start.isFinite }.sorted { $0.start < $1.start }.flatMap {
      StyledLine(words($0), .warning).wrapped(to: layout.width, rest: "    ")
    }
  }

  private func words(_ mark: Chart.Mark) -> String {
    let end = mark.end.map { " to " + words($0) } ?? ""
    return words(mark.start) + end + ": " + layout.readableLine(mark.label)
  }

  /// A to Z, and then the same again: the times still tell them apart.
  private static func letter(_ number: Int) -> Character {
    Character(Unicode.Scalar(UInt8(ascii: "A") + UInt8(number % 26)))
  }
}

extension StyledLine {
  /// The line without spaces at its end.
  var trimmed: StyledLine {
    var line = self
    while let last = line.spans.indices.last {
      while line.spans[last].text.last == " " { line.spans[last].text.removeLast() }
      guard line.spans[last].text.isEmpty else { break }
      line.spans.removeLast()
    }
    return line
  }
}
