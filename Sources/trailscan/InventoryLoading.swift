import Evidence
import GzipStream
import Incident
import Reports

/// Loads the files of `--inventory`.
enum InventoryLoading {
  /// Inflated bytes that a file may have.
  private static let limit = 256 << 20

  /// The file at `path`; throws with the file and the reason where it is no inventory.
  static func load(_ path: String) throws -> InventoryFile {
    var bytes: [UInt8] = []
    do throws(LogReadError) {
      var log = try LogReader(path: FilePath(path))
      while try log.read(upTo: 1 << 20, appendingTo: &bytes) > 0 {
        if bytes.count > limit { break }
      }
    } catch {
      let trouble = Trouble(file: path, cause: .read(error))
      throw CommandError.usage("--inventory: \(trouble.sentence)")
    }
    guard bytes.count <= limit else {
      throw CommandError.usage("--inventory: \(path): more than \(limit) bytes")
    }
    do throws(InventoryError) {
      return InventoryFile(name: path, inventory: try Inventory(parsing: bytes.span))
    } catch {
      throw CommandError.usage("--inventory: \(path): \(error)")
    }
  }
}
