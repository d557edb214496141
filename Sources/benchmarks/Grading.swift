import Course
import JSON

/// A class: a thousand answer sheets to a quiz of ten items, read, graded, summed up and printed.
let gradingAClass = grading("grading-a-class", count: 1_000, broken: 0)

/// A stack: ten thousand answer sheets, two hundred of which cannot be read.
let gradingAStack = grading("grading-a-stack", count: 10_000, broken: 200)

private func grading(_ name: String, count: Int, broken: Int) -> Benchmark {
  let sheets = (0..<count).map { number in
    broken > 0 && number.isMultiple(of: count / broken)
      ? (0..<400).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0 &* 97) }
      : sheet(of: number)
  }
  return Benchmark(name, unit: "submissions", count: count) { count in
    guard let quiz = Quiz.parse(Array(exam.utf8), file: "exam.md").value else { return }
    let read = sheets.prefix(count).enumerated().map { number, bytes in
      let file = "\(number).txt"
      return (file: file, submission: Submission.parse(bytes, file: file, quiz: quiz))
    }
    let book = GradeBook(read, of: quiz, with: PlaygroundRunner())
    precondition(book.submissions.count == count - broken && book.rejected.count == broken)
    precondition(book.json.text().utf8.count + book.csv.utf8.count > count * 100)
  } plain: { count in
    let lines = sheets.prefix(count).map { $0.count { $0 == 0x0A } }
    precondition(lines.reduce(0, +) > count)
  }
}

/// An answer sheet on which every learner answers otherwise.
private func sheet(of number: Int) -> [UInt8] {
  let letters = ["a", "b", "c", "d"]
  var lines = ["learner: learner-\(number)", "name: Learner \(number)"]
  for item in 1...4 { lines.append("q\(item) = \(letters[(number + item) % 4])") }
  lines.append("q5 = \(letters[number % 4]), \(letters[(number + 1) % 4])")
  lines.append("q6 = \(number.isMultiple(of: 3))")
  lines.append("q7 = 1\(letters[number % 3]), 2\(letters[(number + 1) % 3])")
  lines.append("q8 = c, a, b")
  lines.append("q9 = \(number % 5)")
  lines.append("q10 = \(number.isMultiple(of: 2) ? "Idempotency key" : "deduplication id")")
  return Array((lines.joined(separator: "\n") + "\n").utf8)
}

/// A quiz of ten items without a run.
private let exam = """
  ---
  id: exam
  title: Exam
  ---
  \((1...4).map(single).joined(separator: "\n"))
  ## q5 | multi | OBJ-002 | d2
  Which two?

  - [x] The first
    > Right.
  - [x] The second
    > Right.
  - [ ] The third <!-- m=third -->
    > Not so.
  - [ ] The fourth <!-- m=fourth -->
    > Not so.

  ## q6 | truefalse | OBJ-003 | d1
  Is it so?

  1. [x] True
     > It is.
  1. [ ] False
     > It is.

  ## q7 | match | OBJ-047 | d2
  What belongs together?

  |Need|Service|Why|
  |-|-|-|
  |Fan-out|Topic|One copy for each|
  |Route|Event bus|By content|
  ||Queue|One reader <!-- m=queue -->|

  ## q8 | order | OBJ-106 | d2
  In which order?

  1. Init
  2. Invoke
  3. Shutdown

  ## q9 | numeric | OBJ-071 | d3
  How many?
  ```answer
  = 2 +- 0
  ~ 2 +- 1 @ 50
  ! 0 <!-- m=none -->
    > Some.
  ```

  ## q10 | text | OBJ-095 | d2
  What is it called?
  ```answer
  = idempotency key
  = dedup* id
  ```
  """

private func single(_ number: Int) -> String {
  """
  ## q\(number) | single | OBJ-00\(number) | d1
  Which one?

  1. [x] The first
     > Right.
  1. [ ] The second <!-- m=second -->
     > Not so.
  1. [ ] The third
     > Not so.
  1. [ ] The fourth
     > Not so.

  """
}
