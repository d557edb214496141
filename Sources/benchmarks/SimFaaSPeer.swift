/// Runs the published simulator on its own workload, once for each seed.
///
/// - Returns: requests a second, environments and cold-start probability of each run; nothing if
///   Python or SimFaaS is not installed.
func runPublishedSimFaaS(seconds: Int, seeds: Int) -> [(rate: Double, figures: FaaSFigures)] {
  runPython(script, [seconds, seeds]).compactMap { line in
    guard line.count == 3 else { return nil }
    return (line[0], FaaSFigures(environments: line[1], coldStartProbability: line[2]))
  }
}

private let script = """
  import sys, time
  import numpy
  from simfaas.ServerlessSimulator import ServerlessSimulator

  seconds, seeds = int(sys.argv[1]), int(sys.argv[2])
  for seed in range(1, seeds + 1):
      numpy.random.seed(seed)
      run = ServerlessSimulator(arrival_rate=0.9, warm_service_rate=1 / 1.991,
          cold_service_rate=1 / 2.244, expiration_threshold=600, max_time=seconds)
      start = time.process_time()
      run.generate_trace(debug_print=False, progress=False)
      rate = run.total_req_count / (time.process_time() - start)
      print(rate, run.get_average_server_count(), run.total_cold_count / run.total_req_count,
          flush=True)

  """
