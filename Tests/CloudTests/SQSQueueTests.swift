import Cloud
import Simulation
import Testing

/// What is done with whole queues: the tables of the facts.
@Suite struct SQSQueueTests {
  @Test(
    arguments: SQSQueueStories.permissions + SQSQueueStories.lists + SQSQueueStories.moves
      + SQSQueueStories.tenants + SQSQueueStories.disturbances
  )
  func `queues do as the facts say`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  @Test func `what is done with queues is refused in SQS's own words`() throws {
    let all =
      SQSQueueRefusals.policies + SQSQueueRefusals.permissions + SQSQueueRefusals.attributes
      + SQSQueueRefusals.tags + SQSQueueRefusals.moves
    for refusal in all {
      #expect(try refusal.outcome() == refusal.expected, "\(refusal.testDescription)")
    }
  }
}
