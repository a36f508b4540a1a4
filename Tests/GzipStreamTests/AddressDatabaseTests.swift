import Foundation
import GzipStream
import Testing

/// Databases made by this project (`Places/make_databases.py`), asked through libmaxminddb.
@Suite(.enabled(if: AddressDatabase.isAvailable, "this build has no GeoIP"))
struct AddressDatabaseTests {
  private static func path(_ name: String) -> FilePath {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Places")
    return FilePath(folder.appending(path: name).path)
  }

  @Test func tellsWhereAddressesAre() throws {
    let city = try AddressDatabase(path: Self.path("city.mmdb"))
    var berlin = AddressDatabase.Place()
    (berlin.country, berlin.city) = ("DE", "Berlin")
    let found = city.place(of: "203.0.113.77")
    #expect(found == berlin)
    let registered = city.place(of: "198.51.100.1")?.country
    #expect(registered == "FR")
    let six = city.place(of: "2001:DB8::1")?.country
    #expect(six == "JP")
    let systems = try AddressDatabase(path: Self.path("asn.mmdb"))
    let system = systems.place(of: "203.0.113.77")
    #expect(system?.systemNumber == 64_500 && system?.organization == "Example Hosting")
  }

  @Test(arguments: ["192.0.2.1", "", "ecs-tasks.amazonaws.com", "AWS Internal", "203.0.113.999"])
  func knowsNothingOfOthers(_ address: String) throws {
    let city = try AddressDatabase(path: Self.path("city.mmdb"))
    let place = city.place(of: address)
    #expect(place == nil)
  }

  @Test func refusesWhatIsNoDatabase() {
    #expect(throws: AddressDatabase.Fault.self) {
      _ = try AddressDatabase(path: Self.path("make_databases.py"))
    }
    #expect(throws: AddressDatabase.Fault.self) {
      _ = try AddressDatabase(path: Self.path("absent.mmdb"))
    }
  }

  /// Every byte broken once, and every length: answers or faults, never a crash.
  @Test func survivesBrokenFiles() throws {
    let data = try Data(contentsOf: URL(filePath: Self.path("city.mmdb").description))
    let folder = FileManager.default.temporaryDirectory.appending(path: "mmdb-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "broken.mmdb")
    for index in stride(from: 0, to: data.count, by: 3) {
      var broken = data
      broken[index] ^= 0xFF
      if index % 2 == 0 { broken = broken.prefix(index) }
      try broken.write(to: file)
      if let database = try? AddressDatabase(path: FilePath(file.path)) {
        _ = database.place(of: "203.0.113.77")
        _ = database.place(of: "2001:db8::1")
      }
    }
  }
}
