import Simulation

extension Firehose {
  /// Takes records into a stream's buffer, and begins to deliver it when it is large enough.
  ///
  /// - Parameters:
  ///   - records: the data of each.
  ///   - name: of a stream that takes records.
  func gather(_ records: [[UInt8]], in name: String) {
    // A copy of the stream held meanwhile would make the first append copy the whole buffer.
    guard let delimiter = streams[name]?.destination.delimiter,
      let last = streams[name]?.buffer.last, !records.isEmpty
    else { return }
    let bytes = records.reduce(0) { $0 + $1.count }
    let cause = note(
      .received(first: last + 1, records: records.count, bytes: bytes),
      of: name
    )
    for data in records {
      streams[name]?.buffer.append(
        data + delimiter,
        at: simulation.now,
        cause: cause
      )
      bill(data.count, of: name)
    }
    count(bytes, .incomingBytes, of: name)
    count(records.count, .incomingRecords, of: name)
    deliverIfDue(name)
  }

  /// Each record is billed for itself, as if it were as long as the next multiple of 5 KB.
  private func bill(_ bytes: Int, of name: String) {
    let unit = FirehoseQuotas.billedUnit
    cloud.meter.add(.firehoseIngestion, Int64(max(1, (bytes + unit - 1) / unit) * unit), for: name)
  }

  /// Begins to deliver what a stream has gathered, if it is due and no other batch is on its way;
  /// otherwise sets the timer for when it is old enough.
  func deliverIfDue(_ name: String) {
    guard streams[name]?.isDelivering == false, let number = streams[name]?.number,
      let deadline = streams[name]?.deadline
    else { return }
    guard streams[name]?.isDue(at: simulation.now) == true else {
      if streams[name]?.timer == nil { setTimer(at: deadline, of: name, number) }
      return
    }
    streams[name]?.timer?.stop()
    streams[name]?.timer = nil
    streams[name]?.isDelivering = true
    simulation.spawn(on: self) { firehose in
      try await firehose.deliverBatch(of: name, number)
    }
  }

  private func setTimer(at instant: SimulationInstant, of name: String, _ number: Int) {
    streams[name]?.timer = simulation.watchdog(at: instant) { [self] in
      simulation.spawn(on: self) { firehose in firehose.timeIsUp(for: name, number) }
    }
  }

  private func timeIsUp(for name: String, _ number: Int) {
    guard streams[name]?.number == number else { return }
    streams[name]?.timer = nil
    deliverIfDue(name)
  }

  private func deliverBatch(of name: String, _ number: Int) async throws {
    guard let stream = streams[name], stream.number == number else { return }
    let most = stream.destination.largestBatch
    guard
      let batch = streams[name]?.buffer.takeBatch(atMost: most.records, bytes: most.bytes)
    else { return }
    // What is done with all records hangs on the request that put the first.
    try await Trace.$cause.withValue(batch.records.first?.cause) {
      try await deliver(batch, of: stream)
    }
    guard streams[name]?.number == number else { return }
    streams[name]?.isDelivering = false
    deliverIfDue(name)
  }

  /// Whether the stream is still there.
  func exists(_ stream: DeliveryStream) -> Bool { streams[stream.name]?.number == stream.number }
}
