import Course
import FoundationEssentials

/// All that a machine of the same kind needs to run the course: the program, the libraries it has
/// from the Swift toolchain, the course, and the source files that lessons quote.
struct CourseBundle {
  /// The directory that the archive unpacks to.
  static let directory = "evolve-course"

  /// A file of the bundle, by its path below ``directory``.
  struct Entry: Hashable {
    let path: String
    let source: String
    var isExecutable = false
  }

  /// The files, in the order of the archive.
  let entries: [Entry]
  /// The text of the program that starts the real one; nil when that needs no libraries.
  let launcher: String?

  /// Lists what goes into a bundle.
  ///
  /// - Parameters:
  ///   - library: the course.
  ///   - program: the executable.
  ///   - libraries: the shared libraries of the Swift toolchain that it has loaded.
  /// - Throws: what is wrong with a lesson or a quiz.
  init(of library: Library, program: String, libraries: [String]) throws(CourseError) {
    var entries: [Entry] = []
    if libraries.isEmpty {
      entries.append(Entry(path: "evolve", source: program, isExecutable: true))
      launcher = nil
    } else {
      entries.append(Entry(path: "lib/evolve", source: program, isExecutable: true))
      entries += libraries.map { Entry(path: "lib/\(Self.name(of: $0))", source: $0) }
      launcher = Self.script
    }
    entries += try Self.files(of: library).map { path in
      Entry(path: path, source: "\(library.directory)/\(path)")
    }
    self.entries = entries
  }

  /// Starts the program with the libraries that came with it, from wherever it is called.
  private static let script = """
    #!/bin/sh
    here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 3
    LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
    export LD_LIBRARY_PATH
    exec "$here/lib/evolve" "$@"

    """

  /// What stands at the top of the unpacked bundle.
  private static let readme = """
    evolve: one shop, five architectures, in a terminal.

    This folder holds the program and the course. It needs no network and no toolchain.

      ./evolve          begins, or goes on where you were
      ./evolve help     lists what else there is
      ./evolve doctor   tells whether this machine is ready

    What you do is kept in your home directory, not here.

    """

  /// The files of the course, by their paths below its directory, each once.
  private static func files(of library: Library) throws(CourseError) -> [String] {
    var files: [String] = []
    var passages: [Passage] = []
    for entry in library.lessons {
      files.append(entry.file)
      passages += try library.lesson(entry.header.id).steps.map(\.passage)
    }
    for entry in library.quizzes {
      files.append(entry.file)
      let quiz = try library.quiz(entry.header.id)
      passages += [quiz.intro] + quiz.items.map(\.passage)
    }
    var quoted: Set<String> = []
    for case .code(let reference) in passages.flatMap(\.parts) {
      _ = try library.excerpt(reference)
      quoted.insert(reference.path)
    }
    return files + quoted.sorted()
  }

  /// Packs everything into one archive.
  ///
  /// - Throws: ``UsageError`` when a file cannot be read.
  func archive() throws(UsageError) -> [UInt8] {
    var archive = TarArchive()
    do {
      if let launcher {
        try archive.add("\(Self.directory)/evolve", launcher.utf8, isExecutable: true)
      }
      try archive.add("\(Self.directory)/README.txt", Self.readme.utf8)
      for entry in entries {
        guard let content = FileManager.default.contents(atPath: entry.source) else {
          throw UsageError(
            "\(entry.source) cannot be read.",
            remedy: "Make it readable; nothing was written."
          )
        }
        try archive.add(
          "\(Self.directory)/\(entry.path)",
          content,
          isExecutable: entry.isExecutable
        )
      }
      return archive.finished()
    } catch let error as UsageError {
      throw error
    } catch {
      throw UsageError("\(error) fits no archive.", remedy: "Shorten the name of the file.")
    }
  }

  /// The Swift libraries that this process has loaded, by path; none in a static build, nor where the
  /// system brings them along.
  static func loadedLibraries() -> [String] {
    // Foundation's own way to read a file takes only the beginning of this one.
    guard let maps = try? FileText.read("/proc/self/maps") else { return [] }
    var paths: Set<String> = []
    for line in maps.split(separator: "\n") {
      guard let slash = line.firstIndex(of: "/") else { continue }
      let path = String(line[slash...])
      let name = name(of: path)
      let prefixes = ["libswift", "libFoundation", "lib_Foundation", "libdispatch", "libBlocks"]
      if prefixes.contains(where: name.hasPrefix), name.contains(".so") { paths.insert(path) }
    }
    return paths.sorted()
  }

  private static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
