/// Describes a mapping.
public struct GetEventSourceMapping: Operation {
  /// The mapping's id.
  public var uuid: String

  /// Describes the mapping.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> MappingDescription {
    try await lambda.describeMapping(uuid)
  }
}

/// Lists the mappings, of one function or one source if asked.
public struct ListEventSourceMappings: Operation {
  /// The function's name.
  public var functionName: String?
  /// The source's ARN.
  public var eventSourceArn: String?
  /// Where the page begins, as the page before said it.
  public var marker: String?
  /// How many at the most; 100 are the most in any case.
  public var maxItems: Int?

  /// One page of mappings.
  public struct Output: Sendable {
    /// Where the next page begins; `nil` on the last.
    public let nextMarker: String?
    /// In the order in which they were created.
    public let eventSourceMappings: [MappingDescription]
  }

  /// Lists the mappings.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let function = functionName.map(FunctionReference.name(in:))
    let all = lambda.mappings.filter { mapping in
      (function == nil || mapping.settings.functionName == function)
        && (eventSourceArn == nil || mapping.source.description == eventSourceArn)
    }
    let page = try Page(
      of: all,
      from: marker,
      atMost: maxItems,
      most: LambdaQuotas.mappingPageSize,
      name: \.id
    )
    var described: [MappingDescription] = []
    for mapping in page.items { described.append(await mapping.described(in: lambda.cloud)) }
    return Output(nextMarker: page.nextToken, eventSourceMappings: described)
  }
}

/// Deletes a mapping.
public struct DeleteEventSourceMapping: Operation {
  /// The mapping's id.
  public var uuid: String

  /// Deletes the mapping; batches in hand are seen through before it is gone.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> MappingDescription {
    let mapping = try lambda.mapping(uuid)
    guard mapping.state.isSettled else { throw ServiceError.mappingInUse("delete") }
    lambda.cloud.topology.disconnect(
      mapping.source.name,
      from: mapping.settings.functionName,
      .polling
    )
    lambda.begin(.deleting, of: uuid, to: mapping.settings)
    return try await lambda.describeMapping(uuid)
  }
}
