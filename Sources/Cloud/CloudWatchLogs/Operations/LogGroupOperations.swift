/// An operation on one log group.
public protocol LogGroupOperation: Operation<CloudWatchLogs> {
  /// The group's name.
  var logGroupName: String { get }
}

extension LogGroupOperation {
  /// The group, as the service names it when it refuses: with the beginning of a stream's name.
  public func resource(in cloud: Cloud) -> ARN? {
    CloudWatchLogs.arn(of: logGroupName, in: cloud)
  }
}

extension CloudWatchLogs {
  /// The ARN of a stream of a group; of the group itself when the stream's name is empty.
  static func arn(of group: String, stream: String = "", in cloud: Cloud) -> ARN {
    ARN(service: "logs", resource: "log-group:\(group):log-stream:\(stream)", in: cloud)
  }
}

extension CreateLogGroup: LogGroupOperation {}
extension DeleteLogGroup: LogGroupOperation {}
extension PutRetentionPolicy: LogGroupOperation {}
extension DeleteRetentionPolicy: LogGroupOperation {}
extension DescribeLogStreams: LogGroupOperation {}
extension FilterLogEvents: LogGroupOperation {}
extension GetLogEvents: LogGroupOperation {}
