import Simulation

/// A metric of Firehose, of a stream by its `DeliveryStreamName`.
///
/// Source: the Firehose developer guide, "Monitor Amazon Data Firehose with CloudWatch metrics", 2026.
///
/// > Simplified: the age of the oldest record is measured whenever a delivery has been tried.
enum FirehoseMetric: String, ServiceMetric {
  case incomingBytes = "IncomingBytes"
  case incomingRecords = "IncomingRecords"
  case incomingPutRequests = "IncomingPutRequests"
  case throttledRecords = "ThrottledRecords"
  case putRecordBytes = "PutRecord.Bytes"
  case putRecordRequests = "PutRecord.Requests"
  case putRecordBatchBytes = "PutRecordBatch.Bytes"
  case putRecordBatchRecords = "PutRecordBatch.Records"
  case putRecordBatchRequests = "PutRecordBatch.Requests"
  case bucketBytes = "DeliveryToS3.Bytes"
  case bucketRecords = "DeliveryToS3.Records"
  case bucketSuccess = "DeliveryToS3.Success"
  case bucketFreshness = "DeliveryToS3.DataFreshness"
  case endpointBytes = "DeliveryToHttpEndpoint.Bytes"
  case endpointRecords = "DeliveryToHttpEndpoint.Records"
  case endpointSuccess = "DeliveryToHttpEndpoint.Success"
  case endpointFreshness = "DeliveryToHttpEndpoint.DataFreshness"

  static let namespace = "AWS/Firehose"
  static let notKept: Set<String> = [
    "BackupToS3.Bytes", "BackupToS3.DataFreshness", "BackupToS3.Records", "BackupToS3.Success",
    "BytesPerSecondLimit", "DeliveryToHttpEndpoint.ProcessedBytes",
    "DeliveryToHttpEndpoint.ProcessedRecords", "DeliveryToS3.ObjectCount",
    "DescribeDeliveryStream.Latency", "DescribeDeliveryStream.Requests",
    "ExecuteProcessing.Duration",
    "ExecuteProcessing.Success", "ListDeliveryStreams.Latency", "ListDeliveryStreams.Requests",
    "PutRecord.Latency", "PutRecordBatch.Latency", "PutRequestsPerSecondLimit",
    "RecordsPerSecondLimit", "ThrottledDescribeStream", "UpdateDeliveryStream.Latency",
    "UpdateDeliveryStream.Requests",
  ]

  var unit: MetricUnit {
    switch self {
    case .incomingBytes, .putRecordBytes, .putRecordBatchBytes, .bucketBytes, .endpointBytes: .bytes
    case .bucketFreshness, .endpointFreshness: .seconds
    default: .count
    }
  }
}

extension Firehose: CountingPublisher {
  typealias Metric = FirehoseMetric

  func count(_ value: Int = 1, _ metric: FirehoseMetric, of stream: String) {
    counts.add(
      Int64(value),
      to: metric,
      of: MetricDimension("DeliveryStreamName", stream),
      in: simulation.now.minute
    )
  }
}
