/// Lines about faults that a session with an empty cloud refuses, in the form of ``RefusedLines``.
enum RefusedFaults {
  static let text = #"""
    slow nothing 10x
    NotFound 6
    There is no component nothing here. Deploy a stage, or create something with an AWS
    operation first.

    fail nothing
    NotFound 6
    There is no component nothing here. Deploy a stage, or create something with an AWS
    operation first.

    disturb nothing disorder 5%
    NotFound 9
    There is no queue nothing here. Deploy a stage with queues, or create one with sqs
    create-queue.

    heal nothing
    NotFound 6
    There is no component nothing here. Deploy a stage, or create something with an AWS
    operation first.
    """#
}
