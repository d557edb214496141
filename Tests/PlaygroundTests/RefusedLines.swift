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

    as
    MissingArgument 3
    The account is missing. Write as 444455556666 COMMAND.

    as partner sqs list-queues
    BadArgument 4
    partner is no account number. An account has twelve digits, such as 444455556666.

    as 444455556666
    MissingArgument 16
    The command is missing. Write as 444455556666 COMMAND.

    as 444455556666 deploy monolith
    NotPossible 17
    A shop is deployed in the first account only. Write deploy without as.

    as 444455556666 ordr
    UnknownCommand 17
    There is no command ordr. Did you mean order?

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
    queues, schedules, metrics, logs, trace, bill, books, components, endpoints, outbox.

    show diagramm
    BadArgument 6
    There is nothing called diagramm to show. Did you mean diagram?

    show everything
    BadArgument 6
    There is nothing called everything to show. Use one of diagram, timeline, environments,
    chart, features, orders, queues, schedules, metrics, logs, trace, bill, books, components,
    endpoints, outbox.

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
    BadArgument 11
    now is no component on the bill.

    show queues now
    TooManyWords 13
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
