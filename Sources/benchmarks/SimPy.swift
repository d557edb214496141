/// Runs the queue of eight in SimPy, and returns customers a second for each run.
///
/// - Returns: nothing if Python or SimPy is not installed.
@Sendable func runSimPy(customers: Int, runs: Int) -> [Double] {
  runPython(simPyScript, [customers, runs]).compactMap(\.first)
}

private let simPyScript = """
  import random, sys, time
  import simpy

  def customer(env, servers, service):
      with servers.request() as request:
          yield request
          yield env.timeout(service)

  def customers(env, servers, count, draw):
      for _ in range(count):
          yield env.timeout(draw.expovariate(7.2))
          env.process(customer(env, servers, draw.expovariate(1)))

  count, runs = int(sys.argv[1]), int(sys.argv[2])
  for run in range(runs + 1):
      env = simpy.Environment()
      servers = simpy.Resource(env, capacity=8)
      env.process(customers(env, servers, count, random.Random(run)))
      start = time.process_time()
      env.run()
      if run > 0:
          print(count / (time.process_time() - start), flush=True)

  """
