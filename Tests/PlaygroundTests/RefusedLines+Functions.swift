extension RefusedLines {
  /// Lines about functions.
  static let functions = #"""
    lambda invoke --function-name f --invocation-type Sometimes
    BadArgument 51
    --invocation-type cannot be Sometimes. Use one of RequestResponse, Event, DryRun.

    lambda invoke --function-name f --payload {
    InvalidRequestContentException 43
    An error occurred (InvalidRequestContentException) when calling the Invoke operation: Could
    not parse request body into json: Could not parse payload into json: a name is missing; the
    text ends here (line 1, column 2). Write a name in double quotes, as in "name": value. Put
    JSON in single quotes: '{"a": 1}'.

    lambda invoke --function-name f a b
    TooManyWords 35
    b belongs to no option. Write lambda invoke --function-name TEXT. Text with spaces needs
    quotes.

    lambda put-function-recursion-config --function-name f --recursive-loop Maybe
    BadArgument 73
    --recursive-loop cannot be Maybe. Use one of Allow, Terminate.

    duplicate
    MissingArgument 10
    The function or the queue is missing. Write duplicate COMPONENT [N times | P%] [at DURATION]
    [for DURATION].

    duplicate f 2 times
    NotFound 11
    There is no function or queue f. Create a function or a standard queue first.
    """#
}
