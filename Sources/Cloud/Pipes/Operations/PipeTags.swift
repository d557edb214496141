public import JSON
import Simulation

extension Pipes {
  /// Adds tags to a pipe.
  public struct TagResource: Operation {
    /// The pipe's ARN.
    public var resourceArn: String
    /// The tags; one whose key is there already gets the new value.
    public var tags: [String: String]

    /// The pipe.
    public func resource(in cloud: Cloud) -> ARN? { ARN(resourceArn) }

    /// Adds the tags, or none of them.
    public func perform(on pipes: isolated Pipes, for caller: Caller) async throws -> NoOutput {
      let name = try await pipes.tagged(resourceArn).name
      let all = pipes.pipes[name]?.tags.merging(tags) { $1 } ?? [:]
      guard all.count <= PipesQuotas.tags else { throw ServiceError.pipeQuotaExceeded("tags") }
      pipes.pipes[name]?.tags = all
      return NoOutput()
    }
  }

  /// Removes tags from a pipe.
  public struct UntagResource: Operation {
    /// The pipe's ARN.
    public var resourceArn: String
    /// The tags' keys; one that is not there is no error.
    public var tagKeys: [String]

    /// The pipe.
    public func resource(in cloud: Cloud) -> ARN? { ARN(resourceArn) }

    /// Removes the tags.
    public func perform(on pipes: isolated Pipes, for caller: Caller) async throws -> NoOutput {
      let name = try await pipes.tagged(resourceArn).name
      for key in tagKeys { pipes.pipes[name]?.tags[key] = nil }
      return NoOutput()
    }
  }

  /// Shows the tags of a pipe.
  public struct ListTagsForResource: Operation {
    /// The pipe's ARN.
    public var resourceArn: String

    /// The tags.
    public struct Output: Sendable, JSONRepresentable {
      /// The values by key.
      public let tags: [String: String]

      /// Under a name that begins with a small letter, unlike all others of the service.
      public var json: JSONValue { ["tags": OutputJSON.value(of: tags)] }
    }

    /// The pipe.
    public func resource(in cloud: Cloud) -> ARN? { ARN(resourceArn) }

    /// Shows the tags.
    public func perform(on pipes: isolated Pipes, for caller: Caller) async throws -> Output {
      Output(tags: try await pipes.tagged(resourceArn).tags)
    }
  }

  /// The pipe of an ARN.
  fileprivate func tagged(_ arn: String) async throws -> Pipe {
    try await takeTime(PipesAssumptions.requestTime, about: Pipes.name)
    guard let pipe = pipes.values.first(where: { $0.arn == arn }) else {
      throw ServiceError.pipeNotFound(arn)
    }
    return pipe
  }
}
