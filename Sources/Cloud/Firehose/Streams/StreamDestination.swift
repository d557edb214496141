import Simulation

/// Where a stream delivers, and how it gathers.
struct StreamDestination {
  /// What takes the records over.
  enum Target {
    case bucket
    case endpoint(StreamEndpoint)
  }

  let target: Target
  /// Where objects go: all records, or those that an endpoint did not take.
  let bucket: StreamBucket
  let buffering: StreamBuffering
  /// What is put behind each record.
  let delimiter: [UInt8]

  /// What takes the records over, by its name in the topology.
  var component: String {
    switch target {
    case .bucket: bucket.name
    case .endpoint(let endpoint): endpoint.address.host
    }
  }

  /// The largest batch: what falls behind is delivered in larger pieces than was asked for.
  ///
  /// Source: the Firehose developer guide, "Configure buffering hints": the size is raised so that
  /// the delivery can catch up. Simplified: up to the largest that can be asked for.
  var largestBatch: (records: Int, bytes: Int) {
    switch target {
    case .bucket: (.max, FirehoseQuotas.bucketBuffer.upperBound << 20)
    case .endpoint:
      (FirehoseQuotas.recordsInRequest, FirehoseQuotas.endpointBuffer.upperBound << 20)
    }
  }
}

/// When a buffer is delivered: whichever comes first.
struct StreamBuffering: Hashable {
  let sizeInMBs: Int
  let intervalInSeconds: Int

  var bytes: Int { sizeInMBs << 20 }
  var interval: Duration {
    intervalInSeconds == 0 ? FirehoseAssumptions.zeroBuffering : .seconds(intervalInSeconds)
  }
}

/// A bucket in which a stream puts objects.
struct StreamBucket {
  /// The role with which it does.
  let role: String
  let arn: ARN
  let prefix: ObjectPrefix
  let errorPrefix: ObjectPrefix
  /// As they were given.
  let given: (prefix: String?, errorPrefix: String?)
  let fileExtension: String
  let buffering: StreamBuffering
  let log: StreamErrorLog?

  var name: String { arn.resource }
}

/// An endpoint over HTTP.
struct StreamEndpoint {
  let address: WebAddress
  /// As it was given.
  let url: String
  let name: String?
  let accessKey: String?
  /// By name, in the order in which they were given.
  let commonAttributes: [(name: String, value: String)]
  /// For how long it is tried again.
  let retries: Duration
  /// The role with which the stream writes its log.
  let role: String
  let log: StreamErrorLog?
}

/// The log to which a stream writes why deliveries fail.
struct StreamErrorLog: Hashable {
  let group: String
  let stream: String
}
