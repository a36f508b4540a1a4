import Foundation
import GzipStream
import Testing

@Suite("Folders and paths")
struct FolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("names come in bytewise order, hidden ones too")
  func order() throws {
    for name in ["b", "a", "B", "ä", "10", "9", ".hidden", "a.b"] {
      _ = try folder.write([], as: Array(name.utf8))
    }
    #expect(try folder.names == [".hidden", "10", "9", "B", "a", "a.b", "b", "ä"])
  }

  @Test("a missing folder and a file have no entries")
  func noFolder() throws {
    let file = try folder.write([1])
    for (path, code) in [(folder.path.appending([0x78]), ENOENT), (file, ENOTDIR)] {
      do throws(LogReadError) {
        _ = try path.entries()
        Issue.record("\(path) is no folder")
      } catch {
        #expect(error == LogReadError(.system(operation: "opendir", errno: code), at: 0))
      }
    }
  }

  @Test("the status tells files, folders, devices and links apart")
  func status() throws {
    let file = try folder.write([1, 2, 3])
    let link = folder.path.appending(Array("link".utf8))
    try FileManager.default.createSymbolicLink(
      atPath: link.description, withDestinationPath: "log")
    let dangling = folder.path.appending(Array("dangling".utf8))
    try FileManager.default.createSymbolicLink(
      atPath: dangling.description, withDestinationPath: "nothing")
    let ofFile = try #require(FileStatus(of: file))
    #expect(ofFile.kind == .file && ofFile.size == 3 && !ofFile.isLink)
    let ofLink = try #require(FileStatus(of: link))
    #expect(ofLink.kind == .file && ofLink.size == 3 && ofLink.isLink)
    #expect(FileStatus(of: folder.path)?.kind == .folder)
    #expect(FileStatus(of: FilePath("/dev/null"))?.kind == .other)
    #expect(FileStatus(of: dangling) == nil)
  }

  @Test("folders are made with those above them, and may exist")
  func makeFolders() throws {
    let deep = folder.path.appending(Array("a/b/c".utf8))
    try deep.makeFolders()
    try deep.makeFolders()
    try deep.appending([]).makeFolders()
    #expect(FileStatus(of: deep)?.kind == .folder)
  }

  @Test("a file in the place of a folder is told")
  func fileInTheWay() throws {
    let file = try folder.write([1])
    for (path, code) in [(file, EEXIST), (file.appending([0x78]), ENOTDIR)] {
      do throws(LogReadError) {
        try path.makeFolders()
        Issue.record("\(path) cannot be made")
      } catch {
        #expect(error == LogReadError(.system(operation: "mkdir", errno: code), at: 0))
      }
    }
  }

  @Test("removing a file twice does no harm")
  func remove() throws {
    let file = try folder.write([1])
    file.remove()
    file.remove()
    #expect(FileStatus(of: file) == nil)
  }

  @Test("paths are joined with one slash and compared bytewise")
  func paths() {
    #expect(FilePath("a").appending([0x62]) == FilePath("a/b"))
    #expect(FilePath("a/").appending([0x62]) == FilePath("a/b"))
    #expect(FilePath("").appending([0x62]) == FilePath("b"))
    #expect(FilePath("/x/y.json.gz").lastComponent == "y.json.gz")
    #expect(FilePath("y").lastComponent == "y")
    #expect(FilePath("B") < FilePath("a"))
    #expect(FilePath("a") < FilePath("a/b"))
  }
}
