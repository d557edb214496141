/// What AWS has: so that what is left out here is refused by its name, and not as a typing slip.
///
/// From botocore 1.43.11: every operation of the services that exist here, but of EC2 only
/// those about instances, images, volumes and networks, and of IAM those about roles and policies.
enum AWSNames {
  /// The commands that AWS has for `service`; empty for a service that does not exist here.
  static func operations(of service: String) -> [String] {
    (texts[service] ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// Services that AWS has and this mini cloud has not.
  static let otherServices = """
    acm apigateway appconfig athena autoscaling backup batch bedrock-runtime budgets ce
    cloudformation cloudfront cloudtrail codebuild codedeploy codepipeline
    cognito-idp ecr ecs efs eks elasticache elb elbv2 glue kinesis logs mq
    opensearch organizations pipes redshift route53 s3 sagemaker scheduler schemas
    secretsmanager servicediscovery ses sesv2 ssm stepfunctions sts wafv2 xray configure
    """.split(whereSeparator: \.isWhitespace).map(String.init)

  /// What to write instead of a command of a service that is not here, where there is something.
  static let otherWays = [
    "s3": "s3 copies between a disk and buckets, and there is no disk. Write s3api list-buckets,"
      + " s3api list-objects-v2 --bucket NAME, or s3api get-object --bucket NAME --key KEY."
  ]

  private static let texts = [
    "s3api": """
    abort-multipart-upload complete-multipart-upload copy-object create-bucket
    create-bucket-metadata-configuration create-bucket-metadata-table-configuration
    create-multipart-upload create-session delete-bucket
    delete-bucket-analytics-configuration delete-bucket-cors delete-bucket-encryption
    delete-bucket-intelligent-tiering-configuration delete-bucket-inventory-configuration
    delete-bucket-lifecycle delete-bucket-metadata-configuration
    delete-bucket-metadata-table-configuration delete-bucket-metrics-configuration
    delete-bucket-ownership-controls delete-bucket-policy delete-bucket-replication
    delete-bucket-tagging delete-bucket-website delete-object delete-object-annotation
    delete-object-tagging delete-objects delete-public-access-block get-bucket-abac
    get-bucket-accelerate-configuration get-bucket-acl get-bucket-analytics-configuration
    get-bucket-cors get-bucket-encryption get-bucket-intelligent-tiering-configuration
    get-bucket-inventory-configuration get-bucket-lifecycle
    get-bucket-lifecycle-configuration get-bucket-location get-bucket-logging
    get-bucket-metadata-configuration get-bucket-metadata-table-configuration
    get-bucket-metrics-configuration get-bucket-notification
    get-bucket-notification-configuration get-bucket-ownership-controls get-bucket-policy
    get-bucket-policy-status get-bucket-replication get-bucket-request-payment
    get-bucket-tagging get-bucket-versioning get-bucket-website get-object get-object-acl
    get-object-annotation get-object-attributes get-object-legal-hold
    get-object-lock-configuration get-object-retention get-object-tagging get-object-torrent
    get-public-access-block head-bucket head-object list-bucket-analytics-configurations
    list-bucket-intelligent-tiering-configurations list-bucket-inventory-configurations
    list-bucket-metrics-configurations list-buckets list-directory-buckets
    list-multipart-uploads list-object-annotations list-object-versions list-objects
    list-objects-v2 list-parts put-bucket-abac put-bucket-accelerate-configuration
    put-bucket-acl put-bucket-analytics-configuration put-bucket-cors put-bucket-encryption
    put-bucket-intelligent-tiering-configuration put-bucket-inventory-configuration
    put-bucket-lifecycle put-bucket-lifecycle-configuration put-bucket-logging
    put-bucket-metrics-configuration put-bucket-notification
    put-bucket-notification-configuration put-bucket-ownership-controls put-bucket-policy
    put-bucket-replication put-bucket-request-payment put-bucket-tagging
    put-bucket-versioning put-bucket-website put-object put-object-acl put-object-annotation
    put-object-legal-hold put-object-lock-configuration put-object-retention
    put-object-tagging put-public-access-block rename-object restore-object
    select-object-content update-bucket-metadata-annotation-table-configuration
    update-bucket-metadata-inventory-table-configuration
    update-bucket-metadata-journal-table-configuration update-object-encryption upload-part
    upload-part-copy write-get-object-response
    """,
    "firehose": """
    create-delivery-stream delete-delivery-stream describe-delivery-stream
    list-delivery-streams list-tags-for-delivery-stream put-record put-record-batch
    start-delivery-stream-encryption stop-delivery-stream-encryption tag-delivery-stream
    untag-delivery-stream update-destination
    """,
    "cloudwatch": """
    delete-alarms delete-anomaly-detector delete-dashboards delete-insight-rules
    delete-metric-stream describe-alarm-contributors describe-alarm-history describe-alarms
    describe-alarms-for-metric describe-anomaly-detectors describe-insight-rules
    disable-alarm-actions disable-insight-rules enable-alarm-actions enable-insight-rules
    get-dashboard get-insight-rule-report get-metric-data get-metric-statistics
    get-metric-stream get-metric-widget-image list-dashboards list-managed-insight-rules
    list-metric-streams list-metrics list-tags-for-resource put-anomaly-detector
    put-composite-alarm put-dashboard put-insight-rule put-managed-insight-rules
    put-metric-alarm put-metric-data put-metric-stream set-alarm-state start-metric-streams
    stop-metric-streams tag-resource untag-resource
    """,
    "lambda": """
    add-layer-version-permission add-permission checkpoint-durable-execution create-alias
    create-capacity-provider create-code-signing-config create-event-source-mapping
    create-function create-function-url-config delete-alias delete-capacity-provider
    delete-code-signing-config delete-event-source-mapping delete-function
    delete-function-code-signing-config delete-function-concurrency
    delete-function-event-invoke-config delete-function-url-config delete-layer-version
    delete-provisioned-concurrency-config get-account-settings get-alias
    get-capacity-provider get-code-signing-config get-durable-execution
    get-durable-execution-history get-durable-execution-state get-event-source-mapping
    get-function get-function-code-signing-config get-function-concurrency
    get-function-configuration get-function-event-invoke-config
    get-function-recursion-config get-function-scaling-config get-function-url-config
    get-layer-version get-layer-version-by-arn get-layer-version-policy get-policy
    get-provisioned-concurrency-config get-runtime-management-config invoke invoke-async
    invoke-with-response-stream list-aliases list-capacity-providers
    list-code-signing-configs list-durable-executions-by-function list-event-source-mappings
    list-function-event-invoke-configs list-function-url-configs
    list-function-versions-by-capacity-provider list-functions
    list-functions-by-code-signing-config list-layer-versions list-layers
    list-provisioned-concurrency-configs list-tags list-versions-by-function
    publish-layer-version publish-version put-function-code-signing-config
    put-function-concurrency put-function-event-invoke-config put-function-recursion-config
    put-function-scaling-config put-provisioned-concurrency-config
    put-runtime-management-config remove-layer-version-permission remove-permission
    send-durable-execution-callback-failure send-durable-execution-callback-heartbeat
    send-durable-execution-callback-success stop-durable-execution tag-resource
    untag-resource update-alias update-capacity-provider update-code-signing-config
    update-event-source-mapping update-function-code update-function-configuration
    update-function-event-invoke-config update-function-url-config
    """,
    "kms": """
    cancel-key-deletion connect-custom-key-store create-alias create-custom-key-store
    create-grant create-key decrypt delete-alias delete-custom-key-store
    delete-imported-key-material derive-shared-secret describe-custom-key-stores
    describe-key disable-key disable-key-rotation disconnect-custom-key-store enable-key
    enable-key-rotation encrypt generate-data-key generate-data-key-pair
    generate-data-key-pair-without-plaintext generate-data-key-without-plaintext
    generate-mac generate-random get-key-last-usage get-key-policy get-key-rotation-status
    get-parameters-for-import get-public-key import-key-material list-aliases list-grants
    list-key-policies list-key-rotations list-keys list-resource-tags list-retirable-grants
    put-key-policy re-encrypt replicate-key retire-grant revoke-grant rotate-key-on-demand
    schedule-key-deletion sign tag-resource untag-resource update-alias
    update-custom-key-store update-key-description update-primary-region verify verify-mac
    """,
    "sqs": """
    add-permission cancel-message-move-task change-message-visibility
    change-message-visibility-batch create-queue delete-message delete-message-batch
    delete-queue get-queue-attributes get-queue-url list-dead-letter-source-queues
    list-message-move-tasks list-queue-tags list-queues purge-queue receive-message
    remove-permission send-message send-message-batch set-queue-attributes
    start-message-move-task tag-queue untag-queue
    """,
    "sns": """
    add-permission check-if-phone-number-is-opted-out confirm-subscription
    create-platform-application create-platform-endpoint create-sms-sandbox-phone-number
    create-topic delete-endpoint delete-platform-application delete-sms-sandbox-phone-number
    delete-topic get-data-protection-policy get-endpoint-attributes
    get-platform-application-attributes get-sms-attributes get-sms-sandbox-account-status
    get-subscription-attributes get-topic-attributes list-endpoints-by-platform-application
    list-origination-numbers list-phone-numbers-opted-out list-platform-applications
    list-sms-sandbox-phone-numbers list-subscriptions list-subscriptions-by-topic
    list-tags-for-resource list-topics opt-in-phone-number publish publish-batch
    put-data-protection-policy remove-permission set-endpoint-attributes
    set-platform-application-attributes set-sms-attributes set-subscription-attributes
    set-topic-attributes subscribe tag-resource unsubscribe untag-resource
    verify-sms-sandbox-phone-number
    """,
    "events": """
    activate-event-source cancel-replay create-api-destination create-archive create-connection
    create-endpoint create-event-bus create-partner-event-source deactivate-event-source
    deauthorize-connection delete-api-destination delete-archive delete-connection
    delete-endpoint delete-event-bus delete-partner-event-source delete-rule
    describe-api-destination describe-archive describe-connection describe-endpoint
    describe-event-bus describe-event-source describe-partner-event-source describe-replay
    describe-rule disable-rule enable-rule list-api-destinations list-archives
    list-connections list-endpoints list-event-buses list-event-sources
    list-partner-event-source-accounts list-partner-event-sources list-replays
    list-rule-names-by-target list-rules list-tags-for-resource list-targets-by-rule
    put-events put-partner-events put-permission put-rule put-targets remove-permission
    remove-targets start-replay tag-resource test-event-pattern untag-resource
    update-api-destination update-archive update-connection update-endpoint update-event-bus
    """,
    "apigatewayv2": """
    create-api create-api-mapping create-authorizer create-deployment create-domain-name
    create-integration create-integration-response create-model create-portal
    create-portal-product create-product-page create-product-rest-endpoint-page create-route
    create-route-response create-routing-rule create-stage create-vpc-link
    delete-access-log-settings delete-api delete-api-mapping delete-authorizer
    delete-cors-configuration delete-deployment delete-domain-name delete-integration
    delete-integration-response delete-model delete-portal delete-portal-product
    delete-portal-product-sharing-policy delete-product-page
    delete-product-rest-endpoint-page delete-route delete-route-request-parameter
    delete-route-response delete-route-settings delete-routing-rule delete-stage
    delete-vpc-link disable-portal export-api get-api get-api-mapping get-api-mappings
    get-apis get-authorizer get-authorizers get-deployment get-deployments get-domain-name
    get-domain-names get-integration get-integration-response get-integration-responses
    get-integrations get-model get-model-template get-models get-portal get-portal-product
    get-portal-product-sharing-policy get-product-page get-product-rest-endpoint-page
    get-route get-route-response get-route-responses get-routes get-routing-rule get-stage
    get-stages get-tags get-vpc-link get-vpc-links import-api list-portal-products
    list-portals list-product-pages list-product-rest-endpoint-pages list-routing-rules
    preview-portal publish-portal put-portal-product-sharing-policy put-routing-rule
    reimport-api reset-authorizers-cache tag-resource untag-resource update-api
    update-api-mapping update-authorizer update-deployment update-domain-name
    update-integration update-integration-response update-model update-portal
    update-portal-product update-product-page update-product-rest-endpoint-page update-route
    update-route-response update-stage update-vpc-link
    """,
    "dynamodb": """
    batch-execute-statement batch-get-item batch-write-item create-backup create-global-table
    create-table delete-backup delete-item delete-resource-policy delete-table
    describe-backup describe-continuous-backups describe-contributor-insights
    describe-endpoints describe-export describe-global-table describe-global-table-settings
    describe-import describe-kinesis-streaming-destination describe-limits describe-table
    describe-table-replica-auto-scaling describe-time-to-live
    disable-kinesis-streaming-destination enable-kinesis-streaming-destination
    execute-statement execute-transaction export-table-to-point-in-time get-item
    get-resource-policy import-table list-backups list-contributor-insights list-exports
    list-global-tables list-imports list-tables list-tags-of-resource put-item
    put-resource-policy query restore-table-from-backup restore-table-to-point-in-time scan
    tag-resource transact-get-items transact-write-items untag-resource
    update-continuous-backups update-contributor-insights update-global-table
    update-global-table-settings update-item update-kinesis-streaming-destination
    update-table update-table-replica-auto-scaling update-time-to-live
    """,
    "ec2": """
    allocate-address assign-private-ip-addresses assign-private-nat-gateway-address
    associate-address associate-iam-instance-profile associate-nat-gateway-address
    associate-route-table associate-security-group-vpc attach-internet-gateway attach-volume
    authorize-security-group-egress authorize-security-group-ingress
    confirm-product-instance copy-image copy-snapshot copy-volumes create-default-subnet
    create-default-vpc create-egress-only-internet-gateway create-image
    create-internet-gateway create-key-pair create-launch-template
    create-launch-template-version create-nat-gateway create-replace-root-volume-task
    create-route create-route-table create-security-group create-snapshot create-snapshots
    create-subnet create-subnet-cidr-reservation create-tags create-volume create-vpc
    create-vpc-endpoint create-vpc-endpoint-service-configuration
    delete-egress-only-internet-gateway delete-internet-gateway delete-key-pair
    delete-launch-template delete-launch-template-versions delete-nat-gateway delete-route
    delete-route-table delete-security-group delete-snapshot delete-subnet
    delete-subnet-cidr-reservation delete-tags delete-volume delete-vpc
    delete-vpc-endpoint-service-configurations delete-vpc-endpoints
    deregister-instance-event-notification-attributes describe-addresses
    describe-addresses-attribute describe-availability-zones
    describe-egress-only-internet-gateways describe-iam-instance-profile-associations
    describe-images describe-instance-attribute
    describe-instance-event-notification-attributes describe-instance-status
    describe-instance-types describe-instances describe-internet-gateways describe-key-pairs
    describe-launch-template-versions describe-launch-templates describe-nat-gateways
    describe-regions describe-replace-root-volume-tasks describe-route-tables
    describe-security-group-rules describe-security-group-vpc-associations
    describe-security-groups describe-snapshot-attribute describe-snapshot-tier-status
    describe-snapshots describe-subnets describe-tags describe-volume-attribute
    describe-volume-status describe-volumes describe-volumes-modifications
    describe-vpc-attribute describe-vpc-endpoint-associations
    describe-vpc-endpoint-service-configurations describe-vpc-endpoint-services
    describe-vpc-endpoints describe-vpcs detach-internet-gateway detach-volume
    disable-allowed-images-settings disable-image disable-vgw-route-propagation
    disassociate-address disassociate-iam-instance-profile disassociate-nat-gateway-address
    disassociate-route-table disassociate-security-group-vpc enable-allowed-images-settings
    enable-image enable-vgw-route-propagation enable-volume-io get-allowed-images-settings
    get-launch-template-data get-subnet-cidr-reservations modify-address-attribute
    modify-instance-attribute modify-instance-event-start-time
    modify-instance-network-performance-options modify-launch-template
    modify-security-group-rules modify-snapshot-attribute modify-snapshot-tier
    modify-subnet-attribute modify-volume modify-volume-attribute modify-vpc-attribute
    modify-vpc-endpoint modify-vpc-endpoint-service-configuration
    modify-vpc-endpoint-service-payer-responsibility modify-vpc-tenancy monitor-instances
    reboot-instances register-instance-event-notification-attributes release-address
    replace-iam-instance-profile-association replace-route replace-route-table-association
    report-instance-status reset-address-attribute reset-instance-attribute
    reset-snapshot-attribute revoke-security-group-egress revoke-security-group-ingress
    run-instances start-instances start-vpc-endpoint-service-private-dns-verification
    stop-instances terminate-instances unassign-private-ip-addresses
    unassign-private-nat-gateway-address unmonitor-instances
    update-security-group-rule-descriptions-egress
    update-security-group-rule-descriptions-ingress
    """,
    "rds": """
    add-role-to-db-cluster add-role-to-db-instance add-source-identifier-to-subscription
    add-tags-to-resource apply-pending-maintenance-action
    authorize-db-security-group-ingress backtrack-db-cluster cancel-export-task
    copy-db-cluster-parameter-group copy-db-cluster-snapshot copy-db-parameter-group
    copy-db-snapshot copy-option-group create-blue-green-deployment
    create-custom-db-engine-version create-db-cluster create-db-cluster-endpoint
    create-db-cluster-parameter-group create-db-cluster-snapshot create-db-instance
    create-db-instance-read-replica create-db-parameter-group create-db-proxy
    create-db-proxy-endpoint create-db-security-group create-db-shard-group
    create-db-snapshot create-db-subnet-group create-event-subscription
    create-global-cluster create-integration create-option-group create-tenant-database
    delete-blue-green-deployment delete-custom-db-engine-version delete-db-cluster
    delete-db-cluster-automated-backup delete-db-cluster-endpoint
    delete-db-cluster-parameter-group delete-db-cluster-snapshot delete-db-instance
    delete-db-instance-automated-backup delete-db-parameter-group delete-db-proxy
    delete-db-proxy-endpoint delete-db-security-group delete-db-shard-group
    delete-db-snapshot delete-db-subnet-group delete-event-subscription
    delete-global-cluster delete-integration delete-option-group delete-tenant-database
    deregister-db-proxy-targets describe-account-attributes describe-blue-green-deployments
    describe-certificates describe-db-cluster-automated-backups
    describe-db-cluster-backtracks describe-db-cluster-endpoints
    describe-db-cluster-parameter-groups describe-db-cluster-parameters
    describe-db-cluster-snapshot-attributes describe-db-cluster-snapshots
    describe-db-clusters describe-db-engine-versions describe-db-instance-automated-backups
    describe-db-instances describe-db-log-files describe-db-major-engine-versions
    describe-db-parameter-groups describe-db-parameters describe-db-proxies
    describe-db-proxy-endpoints describe-db-proxy-target-groups describe-db-proxy-targets
    describe-db-recommendations describe-db-security-groups describe-db-shard-groups
    describe-db-snapshot-attributes describe-db-snapshot-tenant-databases
    describe-db-snapshots describe-db-subnet-groups
    describe-engine-default-cluster-parameters describe-engine-default-parameters
    describe-event-categories describe-event-subscriptions describe-events
    describe-export-tasks describe-global-clusters describe-integrations
    describe-option-group-options describe-option-groups
    describe-orderable-db-instance-options describe-pending-maintenance-actions
    describe-reserved-db-instances describe-reserved-db-instances-offerings
    describe-serverless-v2-platform-versions describe-source-regions
    describe-tenant-databases describe-valid-db-instance-modifications disable-http-endpoint
    download-db-log-file-portion enable-http-endpoint failover-db-cluster
    failover-global-cluster list-tags-for-resource modify-activity-stream
    modify-certificates modify-current-db-cluster-capacity modify-custom-db-engine-version
    modify-db-cluster modify-db-cluster-endpoint modify-db-cluster-parameter-group
    modify-db-cluster-snapshot-attribute modify-db-instance modify-db-parameter-group
    modify-db-proxy modify-db-proxy-endpoint modify-db-proxy-target-group
    modify-db-recommendation modify-db-shard-group modify-db-snapshot
    modify-db-snapshot-attribute modify-db-subnet-group modify-event-subscription
    modify-global-cluster modify-integration modify-option-group modify-tenant-database
    promote-read-replica promote-read-replica-db-cluster
    purchase-reserved-db-instances-offering reboot-db-cluster reboot-db-instance
    reboot-db-shard-group register-db-proxy-targets remove-from-global-cluster
    remove-role-from-db-cluster remove-role-from-db-instance
    remove-source-identifier-from-subscription remove-tags-from-resource
    reset-db-cluster-parameter-group reset-db-parameter-group restore-db-cluster-from-s3
    restore-db-cluster-from-snapshot restore-db-cluster-to-point-in-time
    restore-db-instance-from-db-snapshot restore-db-instance-from-s3
    restore-db-instance-to-point-in-time revoke-db-security-group-ingress
    start-activity-stream start-db-cluster start-db-instance
    start-db-instance-automated-backups-replication start-export-task stop-activity-stream
    stop-db-cluster stop-db-instance stop-db-instance-automated-backups-replication
    switchover-blue-green-deployment switchover-global-cluster switchover-read-replica
    """,
    "iam": """
    add-role-to-instance-profile attach-group-policy attach-role-policy attach-user-policy
    create-policy create-policy-version create-role create-service-linked-role
    delete-account-password-policy delete-group-policy delete-policy delete-policy-version
    delete-role delete-role-permissions-boundary delete-role-policy
    delete-service-linked-role delete-user-policy detach-group-policy detach-role-policy
    detach-user-policy get-account-password-policy get-context-keys-for-custom-policy
    get-context-keys-for-principal-policy get-group-policy get-policy get-policy-version
    get-role get-role-policy get-service-linked-role-deletion-status get-user-policy
    list-attached-group-policies list-attached-role-policies list-attached-user-policies
    list-entities-for-policy list-group-policies list-instance-profiles-for-role
    list-policies list-policies-granting-service-access list-policy-tags
    list-policy-versions list-role-policies list-role-tags list-roles list-user-policies
    put-group-policy put-role-permissions-boundary put-role-policy put-user-policy
    remove-role-from-instance-profile set-default-policy-version simulate-custom-policy
    simulate-principal-policy tag-policy tag-role untag-policy untag-role
    update-account-password-policy update-assume-role-policy update-role
    update-role-description
    """,
  ]
}
