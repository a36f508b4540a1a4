package import GzipStream

/// The databases that tell where addresses are, and what they told.
///
/// Addresses recur: each is looked up once. One thread at a time.
package final class GeoPlaces {
  /// Why a folder of databases is of no use.
  package struct Fault: Error {
    /// A sentence.
    package let reason: String
  }

  private let databases: [Database]
  private var known: [String: GeoPlace?] = [:]

  /// One open database; a class, since arrays hold nothing that cannot be copied.
  private final class Database {
    let database: AddressDatabase

    init(_ path: FilePath) throws(AddressDatabase.Fault) {
      database = try AddressDatabase(path: path)
    }
  }

  /// Opens the databases (`.mmdb`) in the folder at `path`, or the one that is named.
  package init(path: FilePath) throws(Fault) {
    guard AddressDatabase.isAvailable else {
      throw Fault(
        reason: "this build has no GeoIP; 'swift build --traits default,GeoIP' makes one that has")
    }
    let files = LogFinder.find([path.description])
    if let failure = files.failures.first {
      throw Fault(reason: "\(failure.path): the databases cannot be read")
    }
    var databases: [Database] = []
    for file in files.files where file.isNamed || file.name.hasSuffix(".mmdb") {
      do throws(AddressDatabase.Fault) {
        databases.append(try Database(FilePath(file.name)))
      } catch {
        throw Fault(reason: "\(file.name): \(error.reason)")
      }
    }
    if databases.isEmpty { throw Fault(reason: "\(path): no database (.mmdb) is there") }
    self.databases = databases
  }

  /// What all databases together know of an address; the first of them counts.
  package func place(of address: String) -> GeoPlace? {
    if let answer = known[address] { return answer }
    var place = GeoPlace()
    for database in databases {
      guard let found = database.database.place(of: address) else { continue }
      place.country = place.country ?? found.country
      place.city = place.city ?? found.city
      place.system = place.system ?? found.systemNumber.map { "AS\($0)" }
      place.organization = place.organization ?? found.organization
    }
    let answer = place == GeoPlace() ? nil : place
    known[address] = answer
    return answer
  }
}
