import JSON
import Simulation

/// An extension as a function's code and layers have it, before it runs.
struct ExtensionSource {
  let name: String
  let isInternal: Bool
  let events: [ExtensionEventType]
  let code: any LambdaExtension.Type
  /// What the code is made of, for extensions that are recipes.
  let recipe: JSONValue?
}

/// An extension that runs in an environment; only the environment uses it.
final class ExtensionProcess {
  /// Tells it from the same extension before a reset.
  let number: Int
  let source: ExtensionSource
  /// Its process: an internal extension's is the runtime's.
  let scope: Scope
  /// By what the Extensions API knows it.
  let identifier: String
  /// Its code, since it has registered.
  var code: (any LambdaExtension)?
  /// What it does about the event that it has been handed last.
  var work: Task<Void, any Error>?

  init(_ source: ExtensionSource, number: Int, in scope: Scope, identifier: String) {
    self.number = number
    self.source = source
    self.scope = scope
    self.identifier = identifier
  }
}

/// How long SHUTDOWN may take.
///
/// Source: Lambda developer guide, "Shutdown phase".
struct ShutdownBudget: Hashable {
  /// All processes together.
  let total: Duration
  /// The runtime's part of it, which comes first.
  let runtime: Duration

  /// The budget of an environment with these extensions.
  init(_ extensions: [ExtensionSource]) {
    let hasInternal = extensions.contains(where: \.isInternal)
    let hasExternal = extensions.contains { !$0.isInternal }
    runtime =
      hasInternal
      ? LambdaQuotas.runtimeShutdownWithInternalExtension
      : hasExternal ? LambdaQuotas.runtimeShutdown : .zero
    total = hasExternal ? LambdaQuotas.shutdown : runtime
  }
}
