import JSON
import Simulation

extension Firehose {
  /// Writes why a delivery has failed to the destination's log, if it has one, there is its group, the
  /// stream can take the role, and the role may.
  ///
  /// Source: the Firehose developer guide, "Monitor Amazon Data Firehose Using CloudWatch Logs": who
  /// asks for a log makes it. Simplified: every failure is written; AWS takes samples when there are
  /// many.
  private func log(
    _ problem: DeliveryProblem,
    of stream: DeliveryStream,
    at destination: String,
    _ log: StreamErrorLog?,
    as role: String
  ) {
    guard let log, cloud.logs[log.group] != nil else { return }
    let resource = CloudWatchLogs.arn(of: log.group, stream: log.stream, in: cloud)
    let (principal, arn) = (Self.principal, "\(stream.arn)")
    guard let writer = cloud.taking(role, as: principal, for: arn, called: stream.name),
      cloud.roleAllows(Permission("logs:PutLogEvents", on: resource), to: writer)
    else { return }
    let line: JSONObject = [
      "deliveryStreamARN": .string(arn),
      "destination": .string(destination),
      "deliveryStreamVersionId": .number(JSONNumber(DeliveryStream.version)),
      "message": .string(problem.message),
      "errorCode": .string(problem.code),
    ]
    cloud.logs.write(
      LogLine(at: simulation.now, JSONValue.object(line).text()),
      to: log.group,
      stream: log.stream,
      at: simulation.now
    )
  }

  /// Writes why a bucket has not taken an object.
  func log(_ problem: DeliveryProblem, of stream: DeliveryStream, at bucket: StreamBucket) {
    log(problem, of: stream, at: "\(bucket.arn)", bucket.log, as: bucket.role)
  }

  /// Writes why an endpoint has not taken records.
  func log(_ problem: DeliveryProblem, of stream: DeliveryStream, at endpoint: StreamEndpoint) {
    log(problem, of: stream, at: endpoint.url, endpoint.log, as: endpoint.role)
  }
}
