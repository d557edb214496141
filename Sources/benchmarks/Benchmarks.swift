/// All rows, in the order in which they are printed.
///
/// A new row is one file and one line here.
let benchmarks: [Benchmark] =
  [
    kernelJobs,
    kernelSpawns,
    kernelTimers,
    sharedProcessors,
    queueOfEight,
    queueOfEightWithTraffic,
    queueRounds,
    queueToFunction,
    warmInvokes,
    coldStarts,
    simFaaS,
  ] + orders + patterns + [
    filteredPublish,
    gradingAClass,
    gradingAStack,
    progressList,
  ]
