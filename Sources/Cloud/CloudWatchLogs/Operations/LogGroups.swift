public import Simulation

/// Creates a log group.
public struct CreateLogGroup: Operation {
  /// The group's name: 1 to 512 letters, digits and `_-/.#`.
  public var logGroupName: String

  /// Creates the group.
  public func perform(
    on service: isolated CloudWatchLogs,
    for caller: Caller
  ) async throws -> NoOutput {
    let allowed = logGroupName.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || "_-/.#".utf8.contains(byte)
    }
    guard allowed, (1...512).contains(logGroupName.utf8.count) else {
      throw ServiceError.logs(
        "InvalidParameterException",
        "1 validation error detected: Value '\(logGroupName)' at 'logGroupName' failed to satisfy"
          + " constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+"
      )
    }
    let (logs, now) = (service.cloud.logs, service.simulation.now)
    guard logs.create(logGroupName, at: now) else {
      throw ServiceError.logs(
        "ResourceAlreadyExistsException",
        "The specified log group already exists"
      )
    }
    return NoOutput()
  }
}

/// Lists log groups.
public struct DescribeLogGroups: Operation {
  /// What the names begin with.
  public var logGroupNamePrefix: String?
  /// What the names hold; only one of the two can be given.
  public var logGroupNamePattern: String?
  /// How many at most, 1 to 50.
  public var limit: Int?
  /// Where the next page begins, as the answer before has it.
  public var nextToken: String?

  /// The groups.
  public struct Output: Sendable {
    /// By name.
    public let logGroups: [Group]
    /// Where the next page begins; absent when there is none.
    public let nextToken: String?

    /// One group.
    public struct Group: Sendable {
      /// Its name.
      public let logGroupName: String
      /// When it was created, in milliseconds since 1970.
      public let creationTime: Int64
      /// After how many days an entry is gone; absent for never.
      public let retentionInDays: Int?
      /// How many metric filters it has.
      public let metricFilterCount = 0
      /// Its ARN, with what stands for its streams.
      public let arn: String
      /// How many bytes its entries take that are kept: the text, and 26 for each line.
      public let storedBytes: Int
      /// The class, here always `STANDARD`.
      public let logGroupClass = "STANDARD"
      /// Its ARN.
      public let logGroupArn: String
    }
  }

  /// Lists the groups.
  public func perform(
    on service: isolated CloudWatchLogs,
    for caller: Caller
  ) async throws -> Output {
    let cloud = service.cloud
    guard logGroupNamePrefix == nil || logGroupNamePattern == nil else {
      throw ServiceError.logs(
        "InvalidParameterException",
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters."
      )
    }
    let pattern = logGroupNamePattern?.lowercased() ?? ""
    let names = cloud.logs.names.sorted().filter { name in
      name.hasPrefix(logGroupNamePrefix ?? "")
        && (pattern.isEmpty || name.lowercased().contains(pattern))
    }
    let limit = try LogLimit.check(limit, in: 1...50) ?? 50
    let page = try LogNamesPage(names, after: nextToken, limit: limit)
    let now = service.simulation.now
    return Output(
      logGroups: names[page.range].compactMap { cloud.logs[$0] }.map { group in
        .init(
          logGroupName: group.name,
          creationTime: cloud.unixMilliseconds(at: group.created),
          retentionInDays: group.retentionInDays,
          arn: cloud.logGroupARN(group.name) + ":*",
          storedBytes: group.events(at: now).reduce(0) { $0 + $1.line.message.utf8.count + 26 },
          logGroupArn: cloud.logGroupARN(group.name)
        )
      },
      nextToken: page.nextToken
    )
  }
}

/// Deletes a log group with everything in it.
public struct DeleteLogGroup: Operation {
  /// The group's name.
  public var logGroupName: String

  /// Deletes the group.
  public func perform(
    on service: isolated CloudWatchLogs,
    for caller: Caller
  ) async throws -> NoOutput {
    _ = try service.group(logGroupName)
    service.cloud.logs.delete(logGroupName)
    return NoOutput()
  }
}

/// Sets after how many days an entry is gone.
public struct PutRetentionPolicy: Operation {
  /// The group's name.
  public var logGroupName: String
  /// The days; only some numbers are allowed.
  public var retentionInDays: Int

  /// The numbers that the service allows.
  ///
  /// Source: CloudWatch Logs API reference, 2026.
  private static let allowed = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
  ]

  /// Sets the retention period.
  public func perform(
    on service: isolated CloudWatchLogs,
    for caller: Caller
  ) async throws -> NoOutput {
    _ = try service.group(logGroupName)
    guard Self.allowed.contains(retentionInDays) else {
      throw ServiceError.logs(
        "InvalidParameterException",
        "1 validation error detected: Value '\(retentionInDays)' at 'retentionInDays' failed to"
          + " satisfy constraint: Member must satisfy enum value set:"
          + " [\(Self.allowed.map { "\($0)" }.joined(separator: ", "))]"
      )
    }
    service.cloud.logs.setRetention(
      retentionInDays,
      of: logGroupName,
      at: service.simulation.now
    )
    return NoOutput()
  }
}

/// Keeps a group's entries for ever again.
public struct DeleteRetentionPolicy: Operation {
  /// The group's name.
  public var logGroupName: String

  /// Removes the retention period.
  public func perform(
    on service: isolated CloudWatchLogs,
    for caller: Caller
  ) async throws -> NoOutput {
    _ = try service.group(logGroupName)
    service.cloud.logs.setRetention(nil, of: logGroupName, at: service.simulation.now)
    return NoOutput()
  }
}

extension Cloud {
  func logGroupARN(_ name: String) -> String {
    ARN(service: "logs", resource: "log-group:\(name)", in: self).description
  }

  /// Milliseconds since 1970 at `instant`, as services stamp them.
  public func unixMilliseconds(at instant: SimulationInstant) -> Int64 {
    Self.epochSeconds * 1_000 + instant.nanoseconds / 1_000_000
  }
}
