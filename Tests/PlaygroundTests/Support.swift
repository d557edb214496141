import Playground
import Testing

func expectEqual<T: Equatable>(
  _ actual: T,
  _ expected: T,
  _ comment: Comment? = nil,
  at location: SourceLocation = #_sourceLocation
) {
  #expect(actual == expected, comment, sourceLocation: location)
}

extension CommandOutcome {
  var error: CommandError? {
    if case .failure(let error) = result { error } else { nil }
  }

  var output: CommandOutput? {
    if case .success(let output) = result { output } else { nil }
  }
}

/// Runs lines in a new session, which must all be accepted.
func session(
  seed: UInt64 = 1,
  _ lines: String...,
  at location: SourceLocation = #_sourceLocation
) -> Session {
  let session = Session(seed: seed)
  for line in lines {
    let error = session.execute(line).error
    #expect(error == nil, "\(line): \(error?.description ?? "")", sourceLocation: location)
  }
  return session
}
