// Prints how fast the runtime is on this machine: medians with their spread, beside the plain limit
// and, where one is installed, another simulator. `benchmarks [--runs N] [NAME …]`

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

var runs = 5
var names: [String] = []
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
  if argument == "--runs", let count = arguments.popFirst().flatMap(Int.init), count >= 1 {
    runs = count
  } else if benchmarks.contains(where: { $0.name == argument }) {
    names.append(argument)
  } else {
    print("usage: benchmarks [--runs N] [NAME …]")
    print("names: \(benchmarks.map(\.name).joined(separator: ", "))")
    exit(argument == "--help" ? 0 : 2)
  }
}

print("Units a second of processor time: median (least – most) of \(runs) runs, after one more.")
print("\"of plain\" is the share of what a bare loop reaches: a binary heap without tasks, or, for")
print("rows that read text, reading alone.")
for benchmark in benchmarks where names.isEmpty || names.contains(benchmark.name) {
  let (ours, plain, peer) = try benchmark.measure(runs: runs)
  print("")
  print("\(benchmark.name)  (\(benchmark.count.grouped) \(benchmark.unit))")
  printRow("evolve", ours, benchmark.unit)
  printRow("plain", plain, benchmark.unit, note: "\(percent(ours.median, plain.median)) of plain")
  if let other = benchmark.peer, let peer {
    if peer.sorted.isEmpty {
      print("  \(other.name.padded(to: 8))not installed")
    } else {
      let times = (ours.median / peer.median * 10).rounded() / 10
      printRow(other.name, peer, benchmark.unit, note: "evolve is \(times) times as fast")
    }
  }
  if names.contains(benchmark.name), let closing = benchmark.closing {
    for line in try closing() { print("  \(line)") }
  }
}
