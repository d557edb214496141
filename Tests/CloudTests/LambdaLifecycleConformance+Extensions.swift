import Cloud
import JSON
import Simulation

/// The JSON log, extensions that are Swift types, and what a recipe may say.
extension LambdaLifecycleConformance {
  /// The types of the log's objects, with one part of the record behind each.
  static func types(_ bench: LifecycleBench, _ part: String) -> [String] {
    bench.log().map { line in
      let object = try? JSONValue(parsing: line)
      let value = object?["record"]?[part] ?? object?["record"]
      let text = value?.stringValue ?? value?[part]?.text() ?? ""
      return "\(object?["type"]?.stringValue ?? "function") \(text)"
    }
  }

  static func json(_ level: String) -> JSONObject {
    ["LoggingConfig": ["LogFormat": "JSON", "SystemLogLevel": .string(level)], "Timeout": 2]
  }

  /// An extension that tells from which layer it is.
  private static func named(_ layer: String) -> String {
    #"{"extensions": {"audit": {"init": [{"log": "from the \#(layer) layer"}], "invoke": []}}}"#
  }

  static let logs: [Row] = [
    Row(
      "config §9 the layers' order is that of merging: a later one replaces what has its name",
      ["150: audit: from the second layer"]
    ) { bench in
      try await bench.make(handler, layers: [named("first"), named("second")])
      try await bench.invoke()
      return bench.story(.writing)
    },
    Row(
      "an extension is told the trace of the request",
      ["true true"]
    ) { bench in
      let seen = #"{"extensions": {"see": {"init": [], "invoke": [{"log": "{event.tracing}"}]}}}"#
      try await bench.make(handler, layers: [seen])
      for _ in 0..<2 { try await bench.invoke() }
      let lines = bench.log("{\"type\":\"X-Amzn-Trace-Id\",\"value\":\"Root=1-6955b90")
      let areSpelled = lines.allSatisfy {
        $0.contains(/Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0"}$/)
      }
      return ["\(lines.count == 2 && lines[0] != lines[1]) \(areSpelled)"]
    },
    Row(
      "§7 the JSON log at DEBUG has everything",
      [
        "platform.initStart ", "platform.extension ", "platform.initRuntimeDone success",
        "platform.initReport success", "platform.start ", "platform.runtimeDone success",
        "platform.report success",
      ]
    ) { bench in
      try await bench.make(handler, layers: [audit], json("DEBUG"))
      try await bench.invoke()
      try await bench.sleep("1s")
      return types(bench, "status")
    },
    Row(
      "at INFO what the platform does well is left out but for the start and the report",
      ["platform.initStart ", "platform.start ", "function ", "platform.report success"]
    ) { bench in
      try await bench.make(#"{"handler": [{"log": "x"}]}"#, json("INFO"))
      try await bench.invoke()
      return types(bench, "status")
    },
    Row(
      "at WARN what goes wrong alone is left",
      ["platform.runtimeDone timeout", "platform.report timeout"]
    ) { bench in
      try await bench.make(#"{"handler": [{"wait": "9s"}]}"#, json("WARN"))
      try await bench.invoke()
      return types(bench, "status")
    },
    Row(
      "a failed INIT is told with its type",
      [
        "platform.initStart ", "platform.extension Extension.Crash",
        "platform.initRuntimeDone Extension.Crash", "platform.initReport Extension.Crash",
      ]
    ) { bench in
      let bad = #"{"extensions": {"bad": {"init": [{"exit": 1}], "invoke": []}}}"#
      try await bench.make(handler, layers: [bad], json("INFO"))
      try await bench.invoke()
      return Array(types(bench, "errorType").prefix(4))
    },
    Row(
      "§10 initializationType says that the environment is kept ready",
      ["platform.initStart provisioned-concurrency", "platform.initReport provisioned-concurrency"]
    ) { bench in
      try await bench.make(handler, json("INFO"))
      try await provision(bench)
      try await bench.sleep("1s")
      return types(bench, "initializationType")
    },
  ]

  static let swiftTypes: [Row] = [
    Row(
      "extensions can be Swift types: what they store survives until the end",
      ["tick: 2", "watch: 2 seen, SPINDOWN"]
    ) { bench in
      await bench.cloud.lambda.register(handler: "ticking", Ticking.self)
      await bench.cloud.lambda.register(extension: "Watching", Watching.self)
      try await bench.make(
        "",
        layers: [#"{"extensions": {"watch": "Watching"}}"#],
        ["ZipFile": .null, "Handler": "ticking"]
      )
      try await bench.invoke()
      try await bench.invoke()
      try await bench.sleep("11m")
      return bench.story(.writing).suffix(2).map {
        String($0.split(separator: ": ", maxSplits: 1)[1])
      }
    },
    Row(
      "a layer that names no registered type fails its requests",
      ["InvalidParameterValueException: No code is registered for extension Nobody."]
    ) { bench in
      try await bench.make(handler, layers: [#"{"extensions": {"watch": "Nobody"}}"#])
      do {
        return [try await bench.invoke()]
      } catch let error as ServiceError {
        return ["\(error.code): \(error.message)"]
      }
    },
    Row(
      "§8 the eleventh extension cannot register, and ends INIT",
      ["Extension.Crash", "Extension limit (10) reached"]
    ) { bench in
      let many = (1...11).map { #""e\#($0)": {"invoke": []}"# }.joined(separator: ",")
      try await bench.make(handler, layers: ["{\"extensions\": {\(many)}}"])
      let answer = try await bench.invoke()
      return [
        answer.contains("Extension.Crash") ? "Extension.Crash" : answer,
        bench.story(.writing).first.map { String($0.split(separator: ": ")[2]) } ?? "",
      ]
    },
    Row(
      "§9 an extension does not see what is the function's own",
      [#"audit: ["512",null]"#, #"["512","app"]"#]
    ) { bench in
      let line = #"{"log": ["{env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE}", "{env._HANDLER}"]}"#
      try await bench.make(
        #"{"handler": [\#(line)]}"#,
        layers: [#"{"extensions": {"audit": {"invoke": [\#(line)]}}}"#],
        ["MemorySize": 512]
      )
      try await bench.invoke()
      return bench.story(.writing).map { String($0.split(separator: ": ", maxSplits: 1)[1]) }
    },
  ]

  static let spellings: [Row] = [
    refusal(
      "extensions are told by name",
      layer: #"{"extensions": [{"name": "audit"}]}"#,
      #""extensions" holds extensions by name: {"audit": {"invoke": []}}."#
    ),
    refusal(
      "a layer has no handler",
      layer: #"{"handler": []}"#,
      #"A layer has "extensions" and "size", not "handler"."#
    ),
    refusal(
      "an extension has its own words",
      layer: #"{"extensions": {"audit": {"handler": []}}}"#,
      #"extensions.audit has "init", "invoke", "shutdown" and "events", not "handler"."#
    ),
    refusal(
      "an extension answers nobody",
      layer: #"{"extensions": {"audit": {"invoke": [{"return": 1}]}}}"#,
      "extensions.audit.invoke: an extension has nobody to answer."
    ),
    refusal(
      "steps need their event",
      layer: #"{"extensions": {"audit": {"events": ["INVOKE"], "shutdown": []}}}"#,
      #"extensions.audit: the steps of "shutdown" are never taken, because "events" has no"#
        + #" "SHUTDOWN"."#
    ),
    refusal(
      "a wrong step is found by its place",
      layer: #"{"extensions": {"audit": {"init": [{"wait": 1}]}}}"#,
      #"extensions.audit.init[0]: A duration is written like "20ms" or "1.5s"."#
    ),
    refusal(
      "§9 internal extensions are not told of the end",
      layer: nil,
      "extensions.audit: an internal extension cannot register for SHUTDOWN; one in a layer can."
    ),
  ]

  private static func refusal(_ title: String, layer: String?, _ message: String) -> Row {
    Row(title, [message]) { bench in
      do {
        let own = #"{"handler": [], "extensions": {"audit": {"shutdown": []}}}"#
        try await bench.make(layer == nil ? own : handler, layers: layer.map { [$0] } ?? [])
        return ["accepted"]
      } catch let error as ServiceError {
        return [error.message]
      }
    }
  }
}

/// A function that brings an extension along.
private actor Ticking: FunctionCode {
  static let extensions: [any LambdaExtension.Type] = [Ticker.self]
  let environment: FunctionEnvironment

  init(_ environment: FunctionEnvironment) async throws { self.environment = environment }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue { 1 }
}

private actor Ticker: LambdaExtension {
  static let name = "tick"
  static let events = [ExtensionEventType.invoke]
  let environment: FunctionEnvironment
  private var count = 0

  init(_ environment: FunctionEnvironment) async throws { self.environment = environment }

  func invoked(_ event: ExtensionInvocation) async throws {
    count += 1
    environment.log("\(count)")
  }
}

private actor Watching: LambdaExtension {
  static let events = ExtensionEventType.allCases
  let environment: FunctionEnvironment
  private var seen: [String] = []

  init(_ environment: FunctionEnvironment) async throws { self.environment = environment }

  func invoked(_ event: ExtensionInvocation) async throws { seen.append(event.requestID) }

  func shutDown(_ event: ExtensionShutdown) async throws {
    environment.log("\(Set(seen).count) seen, \(event.reason.rawValue)")
  }
}
