extension Objective {
  /// The objectives as they are kept: number, D for what a run can show or T for what can only be
  /// told, text.
  static let list = """
    001 D Describe the traditional deployment: one web application on one server
    002 T List the four jobs the team keeps: build, deploy, monitor, maintain
    003 T Define serverless: build and run without managing infrastructure
    004 T Explain that servers still exist and are managed by AWS
    005 T Name what the developer does in serverless, and why provisioning is not part of it
    006 D Trace the basic request path: HTTPS request, handler function, table or stream
    007 D Carry out the three steps: write code, deploy, have it run on an event
    008 D State the four properties and recognise each in a running system
    009 D Show flexible scaling as environments following load
    010 D Show automated high availability: losing one environment or zone does not stop service
    011 D Show no idle capacity as zero cost at zero load, with the exceptions
    012 D Say why serverless is more than Lambda, and place its managed services
    013 T Place X-Ray, CodeBuild, CodePipeline, SAM and other tools in the life cycle
    014 D Use API Gateway as the HTTP front of a function
    015 D Use DynamoDB as serverless database
    016 D Use Step Functions to co-ordinate several functions
    017 D Use S3 as event-producing storage
    018 D Use Kinesis for ordered streams
    019 D Explain what pywren did and what became of it
    020 T Quiz 1: pick best practice - a sandbox environment per developer to experiment in
    021 D Quiz 1: pick best practice - independent environments for feature branches
    022 D Quiz 1: pick best practice - automate build and deploy
    023 T Quiz 1: pick best practice - use community deployment and application-management tools
    024 D Quiz 2: weigh saving from removed idle server capacity
    025 T Quiz 2: weigh saving from engineers moved to work that sets the business apart
    026 T Quiz 2: weigh faster time to market
    027 T Serverless is not one thing: describe it as a style made of FaaS plus managed services
    028 T Explain low overhead: managing few or no servers
    029 D Split an application into small, specialised functions
    030 D Explain stateless, ephemeral environments and duration billing as a consequence
    031 D Explain event-driven consumption: resources used only when used
    032 T Decide where FaaS is used for compute
    033 T Decide where managed services replace own code
    034 D Define monolith and show that it fails as one
    035 D Show that a monolith scales as one (vertical or whole-copy)
    036 D Show that a monolith bills as one (always on, sized for peak)
    037 D Define tiered architecture and scale each tier vertically by itself
    038 D Put internal load balancers between tiers to allow horizontal scaling
    039 D Show the remaining coupling of tiers
    040 D Decouple tiers with a queue
    041 D Scale a worker group on queue length and explain backlog per instance
    042 D Define microservices: many services each doing one thing well
    043 D Compare blast radius, scaling unit and bill across all stages
    044 D Identify event producers, event consumers and components that are both
    045 T Give producer examples
    046 D Give consumer examples (warehouse database, financial system, customer service)
    047 D Explain the event router (bus): producers put, router passes to consumers
    048 D Match question, order and inventory events to the right consumer by rules
    049 D Explain ingest and filter: rules forward events to specific consumers only
    050 D Show that nothing runs or waits between events
    051 D Follow one event: produced to delivered to action taken to system back to waiting
    052 D Explain 'mature EDA consumes resources only while handling events'
    053 D Name costs of EDA: eventual consistency, variable latency, duplicates, debugging
    054 T Say why Lambda is called compute service for event-driven architecture
    055 D Say that Lambda runs your code without provisioning or managing servers
    056 T Say that Lambda runs on highly available compute (several zones, one Region)
    057 T Name the code run on Lambda: a Lambda function
    058 D Classify Lambda as FaaS: short running and focused
    059 D Explain statelessness and no affinity to infrastructure
    060 D Explain that functions use a runtime, and pick a supported one today
    061 T List common runtimes and today's identifiers incl. OS-only
    062 D Explain that functions are loaded and run in a runtime/execution environment
    063 D Set memory directly and CPU indirectly
    064 D State memory range 128-10,240 MB in 1-MB steps
    065 D State maximum timeout 900 s (15 min) and default 3 s
    066 D State /tmp storage: 512 MB default, up to 10,240 MB, kept while the environment lives
    067 D Explain billing by duration (plus requests, rounding, INIT)
    068 T Explain Lambda's key role in serverless architectures
    069 D Configure an event source after upload
    070 D Explain that a resource change starts the function and Lambda handles the compute
    071 D Explain that Lambda keeps up with incoming requests (scaling rate, concurrency limit)
    072 D Name the four parts of a function's set-up: access, triggers, code, configuration
    073 D Configure execution parameters: memory, timeout, concurrency
    074 T Package code and dependencies/libraries
    075 D Quiz 3: recognise features of Lambda
    076 D Common use: serverless application (S3, API Gateway, Lambda)
    077 D Common use: file processing (S3, S3 events, Lambda)
    078 D Common use: database triggers (DynamoDB, streams, Lambda)
    079 D Common use: serverless CRON (EventBridge schedule with Lambda)
    080 D Common use: real-time stream processing (Kinesis and Lambda)
    081 D Tell the three invocation models apart: synchronous, asynchronous, polled
    082 D S3 starts Lambda by asynchronous push
    083 D API Gateway starts Lambda synchronously
    084 D SQS reaches Lambda by polling
    085 D Sync: client sends event, waits for completion, expects an immediate response
    086 D Sync by CLI/API with data passed in and result back
    087 D Sync through API Gateway proxied to Lambda, which answers success or failure
    088 D Sync: success or failure is returned in the request; function error vs API error
    089 D Sync: no retries by Lambda; errors and retries are the client's job
    090 T List synchronous callers and correct CloudFormation to asynchronous
    091 D Async: client hands event to a queue and does not wait; no immediate answer expected
    092 D Async is typical when AWS services invoke (SNS, S3, EventBridge)
    093 D Async: Lambda retries failed events 0-2 times (default two), handled by Lambda
    094 D Async: throttles and system errors go back to the queue up to 6 h
    095 D Async: function must be idempotent - reprocessing gives the same end state
    096 D Async: send events to a dead-letter queue after repeated failure
    097 D Async: destinations for success or failure
    098 D Compare DLQ and destination
    099 D ESM: used for streams and queues that do not push events
    100 D ESM: no integration code or server management needed
    101 D ESM: reads/polls the source and delivers batches
    102 D ESM: batch succeeds or fails as a whole by default; partial responses as remedy
    103 D ESM: retries depend on source and configuration
    104 D ESM: uses the function's execution role on the source
    105 D ESM: discarded stream batches go to SQS or SNS (or S3)
    106 D Name the three phases INIT, INVOKE, SHUTDOWN in order
    107 D INIT: extension init loads all extensions
    108 D INIT: runtime init bootstraps the runtime
    109 D INIT: function init runs static code ('constructor'), once per environment
    110 D INIT makes sure extensions and runtime are ready before the function runs
    111 D INVOKE: handler is called; environment then readied for the next call
    112 D SHUTDOWN: runtime stopped, extensions told to stop cleanly, environment removed
    113 D SHUTDOWN event tells each extension that the environment is about to go
    114 T Define execution context/environment as where code runs
    115 D Cold start = full creation and configuration including code download
    116 D Warm start = reuse of the environment by later calls
    117 D Reuse may happen but must be assumed not to
    118 D Seldom used environments are removed
    119 D Concurrent executions use several, perhaps new, environments
    120 D Provisioned concurrency keeps X environments warm and improves start times
    121 D A function is given an execution role
    122 D Execution role = IAM role whose permissions the function receives
    123 D Resource policy = which services and accounts may invoke the function
    124 D Keep the two apart in a failing scenario
    125 D Default public networking: reach public AWS services and the internet
    126 T Why public networking was called the best performing, and what changed with Hyperplane
    127 D Say why a public function cannot reach what is only in a VPC
    128 D A function in a VPC obeys all VPC networking rules
    129 D VPC endpoints give access to public AWS services from a VPC function
    130 D NAT gateway + internet gateway needed for internet from a VPC function
    131 D Lambda uses CloudWatch, CloudWatch Logs and X-Ray
    132 D Execution logs go to CloudWatch Logs (group, stream, START/END/REPORT)
    133 D Metrics in CloudWatch: success/failure, latency; how retries show up
    134 D X-Ray for distributed tracing
    135 D Log permissions come through the execution role
    136 D Functions have versions; version = code + configuration
    137 D A published version is immutable and has its own ARN
    138 D $LATEST is the mutable unpublished version (correct the note)
    139 D Publishing without change makes no new version
    140 D Aliases (DEV, STAGE, PROD) point at a version and can be changed
    141 D Weighted alias between two versions
    142 D 'If something happens, or at a set time or period, do something'
    143 T EventBridge succeeds CloudWatch Events (not CloudWatch)
    144 D One default bus per account (and Region)
    145 D CloudWatch Events had one implicit bus; EventBridge allows more
    146 D Rules match incoming events
    147 D Rules may be scheduled (cron/rate)
    148 D A rule routes the event to one or more targets such as Lambda (limit 5)
    149 T SNS is a public AWS service with public endpoint
    150 D SNS co-ordinates sending and delivery of messages
    151 D Message payload limit 256 KB (262,144 bytes)
    152 D Topics are the base entity holding permissions and configuration
    153 D A publisher sends messages to a topic
    154 D Name the subscribers: HTTP(S), email, email-JSON, SQS, mobile push, SMS, Lambda
    155 D AWS services use SNS for notifications (CloudWatch alarm, CloudFormation)
    156 D SNS as an event source notification for Lambda
    157 D Delivery status logging incl. HTTP, Lambda, SQS
    158 D Delivery retries for reliable delivery
    159 T Highly available and scalable within a Region
    160 D Server-side encryption (SSE)
    161 D Cross-account access by topic policy
    """
}
