/// Lines in the AWS CLI's grammar that are refused before a service is asked, in the form of
/// ``RefusedLines``.
enum RefusedOperations {
  static let text = #"""
    sqs send-mesage
    UnknownOperation 5
    Amazon SQS has no operation send-mesage. Did you mean send-message?

    sqs create-queue
    MissingArgument 17
    sqs create-queue needs --queue-name. Write sqs create-queue --queue-name TEXT. help sqs
    create-queue shows the rest.

    sqs create-queue --queue-nam orders
    UnknownOption 18
    sqs create-queue has no option --queue-nam. Did you mean --queue-name?

    sqs create-queue --queue-name
    MissingArgument 30
    --queue-name needs a value: a string. A value that begins with -- needs quotes.

    sqs create-queue --queue-name a --queue-name b
    BadArgument 33
    --queue-name is there twice. Write it once; a list takes its values one after the other.

    sqs create-queue --queue-name a b
    TooManyWords 33
    b belongs to no option. Write sqs create-queue --queue-name TEXT. Text with spaces needs
    quotes.

    sqs create-queue orders
    TooManyWords 18
    orders belongs to no option. Write sqs create-queue --queue-name TEXT. Text with spaces
    needs quotes.

    sqs create-queue --queue-name a --attributes x
    BadArgument 46
    --attributes is neither JSON nor KEY=VALUE pairs: expected =, found the end at character 2.
    Write --attributes Name=value, or JSON in single quotes.

    sqs create-queue --queue-name a --attributes '{"x": }'
    BadArgument 46
    --attributes is not JSON: found } where a value belongs (line 1, column 7). Put text in
    double quotes, or write true, false, null.

    sqs create-queue --queue-name a --attributes {"x":1}
    BadArgument 46
    --attributes is not JSON: a name is missing; found x (line 1, column 2). Write a name in
    double quotes, as in "name": value. Put JSON in single quotes: '{"a": 1}'.

    sqs create-queue --queue-name a --attributes '{"x": 1}'
    BadArgument 46
    Attributes.x must be a string, but is an integer.

    sqs create-queue --queue-name a --attributes file://missing.json
    UnreadableFile 46
    There is no file missing.json here.

    sqs receive-message --queue-url a --max-number-of-messages many
    BadArgument 60
    --max-number-of-messages must be an integer, but is many. Write a number such as 10.

    sqs send-message-batch --queue-url a --entries Id=1,Body=x
    UnknownOption 48
    Entries[0].Body is no parameter here. Use one of Id, MessageBody, DelaySeconds,
    MessageAttributes, MessageSystemAttributes, MessageDeduplicationId, MessageGroupId.

    sqs send-message-batch --queue-url a --entries Id=1
    MissingArgument 48
    Entries[0].MessageBody is missing in --entries.

    sqs send-message-batch --queue-url a --entries Id=1,MessageBody=x,DelaySeconds=y
    BadArgument 48
    --entries DelaySeconds must be an integer, but is y. Write a number such as 10.

    sqs list-queues --query QueueUrls[0]
    NotHere 17
    The AWS CLI has --query, and this language has not. Keep the answer with let m = …, and
    write {m.Messages[0].Body} for a part of it.

    sqs list-queues --profile me
    NotHere 17
    The AWS CLI has --profile, and this language has not. Write as 444455556666 before the
    command to act in that account.

    sqs list-queues --region eu-west-1
    BadArgument 26
    eu-west-1 is no Region here. Use us-east-1.

    sqs list-queues --output table
    BadArgument 26
    table is no output here. Use json.

    sqs list-queues --cli-input-json []
    BadArgument 34
    --cli-input-json must be an object, but is a list.
    """#
}
