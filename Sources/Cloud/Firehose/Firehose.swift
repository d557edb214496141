import Simulation

/// Amazon Data Firehose: streams that gather records and deliver many of them at once.
///
/// A stream delivers what it has gathered when that is large enough or old enough, one batch after
/// another; while a delivery is tried again, it goes on gathering.
///
/// > Simplified: records are put directly, and go to a bucket or to an endpoint over HTTP with a bucket
/// > for what fails. No functions that change records, other formats, compression, encryption,
/// > partitions by content, or changes of a stream.
public actor Firehose: CloudService {
  /// `firehose`.
  public static let name = "firehose"
  /// `Amazon Data Firehose`.
  public static let title = "Amazon Data Firehose"
  /// What the service can do.
  public static let operations: [any Operation<Firehose>.Type] = [
    CreateDeliveryStream.self, DescribeDeliveryStream.self, ListDeliveryStreams.self,
    DeleteDeliveryStream.self, PutRecord.self, PutRecordBatch.self,
    TagDeliveryStream.self, UntagDeliveryStream.self, ListTagsForDeliveryStream.self,
  ]
  /// Who a role must trust, so that streams may act with it.
  static let principal = "firehose.amazonaws.com"

  /// The account and Region.
  public nonisolated let cloud: Cloud
  /// By name.
  var streams: [String: DeliveryStream] = [:]
  /// How many streams there have been.
  var lastNumber = 0
  var counts = MetricTable<FirehoseMetric>()
  private var identifiers: RandomStream
  private var jitter: RandomStream

  /// Creates the service without streams.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.randomStream("firehose identifiers")
    jitter = cloud.randomStream("firehose retry jitter")
  }

  func newIdentifier() -> String { Identifiers.uuid(from: &identifiers) }

  /// Simplified: AWS's ids of records are longer.
  func newRecordID() -> String { Identifiers.hex(56, from: &identifiers) }

  /// How long to wait before a retry, from the first: twice as long each time, up to a bound.
  ///
  /// Source: the Firehose developer guide, "Understand HTTP endpoint delivery request and response
  /// specifications". Simplified: what it says of endpoints is taken for buckets too.
  func wait(beforeRetry number: Int) -> Duration {
    var nominal = FirehoseQuotas.firstBackOff
    for _ in 1..<max(number, 1) where nominal < FirehoseQuotas.longestBackOff {
      nominal = nominal * 2
    }
    let share = FirehoseQuotas.jitter
    return min(nominal, FirehoseQuotas.longestBackOff) * (1 + jitter.uniform(in: -share..<share))
  }

  /// Finds a stream.
  func stream(_ name: String) throws(ServiceError) -> DeliveryStream {
    guard let stream = streams[name] else {
      throw .deliveryStreamNotFound(name, in: cloud.account)
    }
    return stream
  }

  /// The ARN of a stream of an account.
  static func arn(of name: String, in cloud: Cloud) -> ARN {
    ARN(service: "firehose", resource: "deliverystream/\(name)", in: cloud)
  }

  @discardableResult
  func note(
    _ event: FirehoseEvent,
    of stream: String,
    cause: TraceID? = Trace.cause
  ) -> TraceID {
    cloud.record(event, from: stream, cause: cause)
  }
}

/// An operation on one stream.
public protocol DeliveryStreamOperation: Operation<Firehose> {
  /// The stream's name.
  var deliveryStreamName: String { get }
}

extension DeliveryStreamOperation {
  /// The stream.
  public var component: String? { deliveryStreamName }

  /// The stream.
  public func resource(in cloud: Cloud) -> ARN? { Firehose.arn(of: deliveryStreamName, in: cloud) }
}

extension Cloud {
  /// The account's delivery streams.
  public var firehose: Firehose { service() }
}
