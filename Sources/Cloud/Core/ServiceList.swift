extension Cloud {
  /// Every service of the mini cloud, in the order in which help lists them.
  public static let services: [any CloudService.Type] = [
    EC2.self, ELB.self, AutoScaling.self, RDS.self, Lambda.self, APIGateway.self, DynamoDB.self,
    S3.self, ApplicationAutoScaling.self, ServiceQuotas.self,
    SQS.self, SNS.self, EventBridge.self, Scheduler.self, Pipes.self, Firehose.self,
    CodeDeploy.self, CloudWatch.self, CloudWatchLogs.self,
    IAM.self, KMS.self,
  ]
}
