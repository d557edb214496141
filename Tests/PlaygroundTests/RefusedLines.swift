/// Lines that a session with an empty cloud refuses: the line, the code with the column, the text.
enum RefusedLines {
  static let text = #"""
    ordr --item rake
    UnknownCommand 1
    There is no command ordr. Did you mean order?

    deploi monolith
    UnknownCommand 1
    There is no command deploi. Did you mean deploy?

    frobnicate
    UnknownCommand 1
    There is no command frobnicate. help lists what there is.

    'a b'
    UnknownCommand 1
    There is no command a b. help lists what there is.

    order --item rake
    NoStage 1
    order needs a shop, and none is deployed. Deploy a stage first, such as deploy monolith.

    load steady for 10m
    NoStage 1
    load needs a shop, and none is deployed. Deploy a stage first, such as deploy monolith.

    crash shop
    NoStage 1
    crash needs a shop, and none is deployed. Deploy a stage first, such as deploy monolith.

    show orders
    NoStage 6
    show orders needs a shop, and none is deployed. Deploy a stage first, such as deploy
    monolith.

    advance
    MissingArgument 8
    How long is missing. Write advance DURATION.

    advance 5
    BadArgument 9
    5 is not a length of time. Write a number with a unit: 250ms, 90s, 5m, 2h, 1d.

    advance soon
    BadArgument 9
    soon is not a length of time. Write a number with a unit: 250ms, 90s, 5m, 2h, 1d.

    advance -5m
    BadArgument 9
    -5m is too short. Write at least 1ms.

    advance 1e9s
    BadArgument 9
    1e9s is not a length of time. Write a number with a unit: 250ms, 90s, 5m, 2h, 1d.

    advance 9999999999999999999d
    BadArgument 9
    9999999999999999999d is not a length of time. Write a number with a unit: 250ms, 90s, 5m,
    2h, 1d.

    advance inf
    BadArgument 9
    inf is not a length of time. Write a number with a unit: 250ms, 90s, 5m, 2h, 1d.

    advance 2m 3m
    TooManyWords 12
    3m is one word too many. Write advance DURATION. Text with spaces needs quotes.

    advance --fast
    UnknownOption 9
    There is no option --fast here. Write advance DURATION.

    sqs create-queue --queue-name 'orders
    BadQuoting 31
    The quote ' that begins here is never closed. Write ' at the end of the text, or \' for the
    character itself.

    sqs create-queue --queue-name "orders
    BadQuoting 31
    The quote " that begins here is never closed. Write " at the end of the text, or \" for the
    character itself.

    advance 5m \
    BadQuoting 12
    The line ends in a backslash, which says that something follows. Take it away, or write \\
    for a backslash.

    let
    MissingArgument 4
    The name is missing. Write let NAME = COMMAND, with spaces around the equals sign.

    let 2x = advance 5m
    BadArgument 5
    This is no name for a value. Write let NAME = COMMAND, with spaces around the equals sign.

    let x advance 5m
    BadArgument 7
    The equals sign is missing. Write let NAME = COMMAND, with spaces around the equals sign.

    let x =
    MissingArgument 8
    The command is missing. Write let NAME = COMMAND, with spaces around the equals sign.

    let x = help
    NotPossible 9
    help has no answer that let could keep. Write it without let.

    let x = x = 3
    UnknownCommand 9
    There is no command x. help lists what there is.

    advance {x}
    UnknownValue 9
    There is no value called x. Keep an answer with let x = COMMAND, or put braces in single
    quotes.

    advance {x.y[0]}
    UnknownValue 9
    There is no value called x. Keep an answer with let x = COMMAND, or put braces in single
    quotes.

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
    The AWS CLI has --profile, and here it has no meaning: there is one account and no network.
    Take it away.

    sqs list-queues --region eu-west-1
    BadArgument 26
    eu-west-1 is no Region here. Use us-east-1.

    sqs list-queues --output table
    BadArgument 26
    table is no output here. Use json.

    sqs list-queues --cli-input-json []
    BadArgument 34
    --cli-input-json must be an object, but is a list.

    expect
    BadExpression 7
    A metric is missing. Write one such as orders.completed.

    expect orders.complete == 1
    UnknownMetric 8
    There is no metric orders.complete. Did you mean orders.completed?

    expect frobnication == 1
    UnknownMetric 8
    There is no metric frobnication. help metrics lists them.

    expect queue.depht("a") == 1
    UnknownMetric 8
    There is no metric queue.depht. Did you mean queue.depth?

    expect orders
    UnknownMetric 8
    There is no metric orders. Did you mean orders.offered?

    expect time
    BadExpression 12
    A comparison is missing. Write ==, !=, <, <=, > or >=.

    expect time = 3s
    BadExpression 13
    = is no comparison. Write == for equal.

    expect time ~ 3s
    BadExpression 13
    A comparison is missing. Write ==, !=, <, <=, > or >=.

    expect time ==
    BadExpression 15
    What to compare with is missing. Write it like 300ms.

    expect time == 3
    BadExpression 16
    time is a length of time, and 3 is not. Write it like 300ms.

    expect time == 3%
    BadExpression 16
    time is a length of time, and 3% is not. Write it like 300ms.

    expect bill.total == 3
    BadExpression 22
    bill.total is an amount in dollars, and 3 is not. Write it like $0.25.

    expect time("x") == 3s
    BadExpression 12
    time takes no name in parentheses. Write time.

    expect queue.depth == 3
    BadExpression 19
    queue.depth needs a name in parentheses. Write queue.depth("QUEUE").

    expect queue.depth(a) == 3
    BadExpression 20
    The name in parentheses needs quotes. Write ("orders").

    expect queue.depth("a == 3
    BadQuoting 20
    The quote " that begins here is never closed. Write " at the end of the text, or \" for the
    character itself.

    expect queue.depth("a" == 3
    BadExpression 24
    The parenthesis is never closed. Write ).

    expect orders.offered == 0
    NoStage -
    The metric is about a shop, and none is deployed. Deploy a stage first, such as deploy
    monolith.

    expect queue.depth("a") == 0
    NotFound -
    There is no queue a.

    expect functions.invocations("f") == 0
    NotFound -
    There is no function f.

    expect time > 1h
    ExpectationFailed -
    Expected time > 1h, but it is 0 ms.

    expect functions.duration.p50 < 1s
    NoValue -
    functions.duration.p50 has no value yet. No function has run yet.

    show
    MissingArgument 5
    What to show is missing. Use one of diagram, timeline, environments, chart, features, orders,
    queues, metrics, logs, trace, bill, books, components.

    show diagramm
    BadArgument 6
    There is nothing called diagramm to show. Did you mean diagram?

    show everything
    BadArgument 6
    There is nothing called everything to show. Use one of diagram, timeline, environments,
    chart, features, orders, queues, metrics, logs, trace, bill, books, components.

    show logs nothing
    BadArgument 11
    nothing is no component with one.

    show environments nothing
    BadArgument 19
    nothing is no component with one.

    show timeline --last
    MissingArgument 21
    --last needs a value. Write show VIEW.

    show timeline --last soon
    BadArgument 22
    soon is not a length of time. Write a number with a unit: 250ms, 90s, 5m, 2h, 1d.

    show bill now
    TooManyWords 11
    now is one word too many. Write show VIEW. Text with spaces needs quotes.

    help advance now
    TooManyWords 14
    now is one word too many. Write help [WORD [OPERATION]]. Text with spaces needs quotes.

    operations
    MissingArgument 11
    The service is missing. Write operations SERVICE.

    expect time < bill.total
    BadExpression 15
    time is a length of time, and bill.total is an amount in dollars. Compare metrics of one
    unit.

    expect time < orders.completd
    UnknownMetric 15
    There is no metric orders.completd. Did you mean orders.completed?

    expect bill.idle < bill.total bill.total
    BadExpression 31
    There is more behind the second metric. End the line after it.

    expect time < soon
    BadExpression 15
    time is a length of time, and soon is not. Write it like 300ms.

    show chart sideways
    NoStage 6
    show chart needs a shop, and none is deployed. Deploy a stage first, such as deploy
    monolith.
    """#
}
