#if GeoIP
  internal import CMaxMind
#endif

/// A MaxMind database of addresses (GeoLite2-City, -Country, -ASN …), open for questions.
///
/// libmaxminddb maps the file into memory and finds an address in it without a copy; a build
/// without the trait `GeoIP` has no library and cannot open one. What a broken file answers is
/// nothing: the library checks every offset before it follows it.
package struct AddressDatabase: ~Copyable {
  /// Why a database could not be opened.
  package struct Fault: Error, Equatable, Sendable {
    /// What is wrong, as a phrase.
    package let reason: String
  }

  /// What a database knows of an address.
  package struct Place: Equatable, Sendable {
    /// ISO 3166-1 code of the country, `DE`.
    package var country: String?
    /// English name of the city.
    package var city: String?
    /// Number of the autonomous system.
    package var systemNumber: Int?
    /// Who runs the autonomous system.
    package var organization: String?

    /// Nothing known.
    package init() {}
  }

  /// True where this build can open databases.
  package static var isAvailable: Bool {
    #if GeoIP
      true
    #else
      false
    #endif
  }

  private let handle: Handle

  /// Opens the database at `path`.
  package init(path: FilePath) throws(Fault) {
    handle = try Handle(path: path)
  }

  /// What is known of `address`; nil where it is no address, or not in the database.
  package func place(of address: String) -> Place? {
    handle.place(of: address)
  }
}

#if GeoIP
  /// The library's own state, at one address until it is closed.
  @safe private struct Handle: ~Copyable {
    private let database: UnsafeMutablePointer<MMDB_s>

    init(path: FilePath) throws(AddressDatabase.Fault) {
      // A local: once `self` is whole, a throw would run `deinit` and close what is not open.
      let opened = UnsafeMutablePointer<MMDB_s>.allocate(capacity: 1)
      // The library copies what it needs of the path.
      let code = unsafe path.withCString { unsafe MMDB_open($0, UInt32(MMDB_MODE_MMAP), opened) }
      guard code == MMDB_SUCCESS else {
        unsafe opened.deallocate()
        throw AddressDatabase.Fault(reason: unsafe String(cString: MMDB_strerror(code)))
      }
      unsafe database = opened
    }

    deinit {
      unsafe MMDB_close(database)
      unsafe database.deallocate()
    }

    func place(of address: String) -> AddressDatabase.Place? {
      var addressError: Int32 = 0
      var error: Int32 = 0
      // Only numeric addresses are looked up: the library asks no name server.
      let result = unsafe MMDB_lookup_string(database, address, &addressError, &error)
      guard addressError == 0, error == MMDB_SUCCESS, unsafe result.found_entry else { return nil }
      var entry = unsafe result.entry
      var place = AddressDatabase.Place()
      place.country =
        unsafe text(["country", "iso_code"], &entry)
        ?? text(["registered_country", "iso_code"], &entry)
      place.city = unsafe text(["city", "names", "en"], &entry)
      place.systemNumber = unsafe number(["autonomous_system_number"], &entry)
      place.organization = unsafe text(["autonomous_system_organization"], &entry)
      return place == AddressDatabase.Place() ? nil : place
    }

    private func text(_ path: [StaticString], _ entry: inout MMDB_entry_s) -> String? {
      guard let value = unsafe value(path, &entry),
        unsafe value.type == UInt32(MMDB_DATA_TYPE_UTF8_STRING),
        let start = unsafe value.utf8_string
      else { return nil }
      // The text lies in the mapped file, without a zero behind it.
      let bytes = unsafe UnsafeRawBufferPointer(start: start, count: Int(value.data_size))
      return unsafe String(decoding: bytes, as: UTF8.self)
    }

    private func number(_ path: [StaticString], _ entry: inout MMDB_entry_s) -> Int? {
      guard let value = unsafe value(path, &entry),
        unsafe value.type == UInt32(MMDB_DATA_TYPE_UINT32)
      else { return nil }
      return unsafe Int(value.uint32)
    }

    /// The value at the end of `path`; static strings end with a zero and live for ever.
    private func value(_ path: [StaticString], _ entry: inout MMDB_entry_s) -> MMDB_entry_data_s? {
      var names: [UnsafePointer<CChar>?] = unsafe path.map { name in
        unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
      }
      unsafe names.append(nil)
      var value = unsafe MMDB_entry_data_s()
      let code = unsafe MMDB_aget_value(&entry, &value, names)
      return unsafe code == MMDB_SUCCESS && value.has_data ? value : nil
    }
  }
#else
  /// Nothing to hold: this build has no library.
  private struct Handle: ~Copyable {
    init(path: FilePath) throws(AddressDatabase.Fault) {
      throw AddressDatabase.Fault(reason: "this build has no libmaxminddb")
    }

    func place(of address: String) -> AddressDatabase.Place? { nil }
  }
#endif
