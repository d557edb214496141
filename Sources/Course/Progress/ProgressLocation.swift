/// Where progress is kept.
public enum ProgressLocation {
  /// The file of `--progress FILE`, else `$XDG_DATA_HOME/evolve/progress.jsonl`, else
  /// `~/.local/share/evolve/progress.jsonl`.
  ///
  /// A relative `XDG_DATA_HOME` is passed over, as the XDG base directory specification demands.
  ///
  /// - Returns: the path; nil when none was asked for and there is no home.
  public static func path(asked: String?, environment: [String: String]) -> String? {
    if let asked { return asked }
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      return joined(data, "evolve/progress.jsonl")
    }
    if let home = environment["HOME"], home.hasPrefix("/") {
      return joined(home, ".local/share/evolve/progress.jsonl")
    }
    return nil
  }
}
