import Cloud
import Testing

/// Keys of AWS KMS, and who may use them.
@Suite struct KeyTests {
  static let stories =
    KeyStories.all + TopicKeyStories.all + QueueKeyStories.all + FunctionKeyStories.all
    + BusKeyStories.all

  @Test(arguments: stories)
  func `a key decides who is let in`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  @Test(arguments: KeyRefusals.all) func `KMS refuses in its own words`(_ row: Refusal) throws {
    let outcome = try row.outcome()
    #expect(outcome == row.expected)
  }
}
