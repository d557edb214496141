import FoundationEssentials
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@testable import evolve

/// The archive that is carried to machines without a toolchain.
@Suite struct BundleTests {
  /// Unpacks with the system's own tar; its exit status.
  private func unpack(_ archive: [UInt8], in folder: TemporaryFolder) throws -> Int32 {
    let file = "\(folder.path)/a.tar"
    try Data(archive).write(to: URL(filePath: file))
    return system("cd '\(folder.path)' && tar xf a.tar")
  }

  private static let long = Array(repeating: "a-folder-with-a-name", count: 6)
    .joined(separator: "/")

  static let files: [(path: String, size: Int)] = [
    ("empty", 0), ("one", 1), ("block", 512), ("more", 513), ("deep/er/file.md", 1_000),
    ("\(long)/file", 3), (String(repeating: "n", count: 100), 2),
  ]

  @Test func `the system's tar unpacks what was packed`() throws {
    let folder = try TemporaryFolder()
    var archive = TarArchive()
    for (path, size) in Self.files {
      let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      try archive.add(path, content, isExecutable: path == "one")
    }
    let bytes = archive.finished()
    #expect(bytes.count % 10_240 == 0)
    #expect(try unpack(bytes, in: folder) == 0)
    for (path, size) in Self.files {
      let content = FileManager.default.contents(atPath: "\(folder.path)/\(path)")
      #expect(content.map(Array.init) == (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) })
      let isExecutable = FileManager.default.isExecutableFile(atPath: "\(folder.path)/\(path)")
      #expect(isExecutable == (path == "one") || getuid() == 0)
    }
  }

  @Test(arguments: [
    String(repeating: "n", count: 101), "\(String(repeating: "p", count: 156))/name",
  ])
  func `a name that fits no header is refused`(path: String) {
    var archive = TarArchive()
    #expect(throws: TarArchive.Refusal.self) { try archive.add(path, []) }
  }

  @Test func `a bundle holds the lessons and what they quote`() throws {
    let folder = try TemporaryFolder()
    let visit = Visit(["bundle", "\(folder.path)/course.tar"])
    #expect(visit.status == .done, "\(visit.errors)")
    #expect(system("cd '\(folder.path)' && tar xf course.tar") == 0)
    let root = "\(folder.path)/evolve-course"
    for path in [
      "evolve", "lessons/01-one-box.md", "quizzes/01-one-box.md", "Sources/Shop/Stages",
    ] {
      #expect(FileManager.default.fileExists(atPath: "\(root)/\(path)"), "\(path)")
    }
    // Either all of the Swift runtime comes along, or none of it is needed.
    let libraries = CourseBundle.loadedLibraries()
    #expect(libraries.isEmpty || libraries.contains { $0.contains("/libswiftCore.") })
    let list = Visit(["list", "--course", root])
    #expect(list.output.contains("one-box"))
    let lesson = Visit(
      ["goto", "one-box", "7", "--course", root, "--progress", "\(folder.path)/p.jsonl"]
    )
    #expect(!lesson.output.contains("Not shown"))
  }
}
