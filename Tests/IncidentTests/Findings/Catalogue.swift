import Incident

/// The catalogue of detections, in the order of the chain: what was decided of each, apart from
/// the pack that says it again.
enum Catalogue {
  /// One detection.
  struct Entry: Sendable {
    var id: String
    var level: Finding.Level
    /// ATT&CK techniques, the ids of version 19 beside those before.
    var techniques: Set<String>
  }

  static let ids = entries.map(\.id)

  static let entries: [Entry] = table.split(separator: "\n").compactMap { line in
    let words = line.split(separator: " ").map(String.init)
    guard let level = levels[words[1]] else { return nil }
    return Entry(id: words[0], level: level, techniques: Set(words[2...]))
  }

  private static let levels: [String: Finding.Level] = [
    "C": .critical, "H": .high, "M": .medium, "L": .low,
  ]

  private static let table = """
    F01 C T1078.004 T1199
    F02 C T1078.004 T1550.001
    F03 H T1550.001
    F04 H T1078.004 T1528
    F05 M T1078.004
    F06 H T1110
    F07 C T1110 T1078.004
    F08 M T1110 T1528
    F09 M T1550.001
    F10 H T1078.004
    F11 C T1078.004
    F12 L T1078.004
    S01 C T1552.005 T1552.007 T1550.001
    S02 H T1550.001
    S03 H T1078.004
    S04 M T1548.005 T1550.001
    S05 H T1548.005 T1021.007
    S06 M T1087.004 T1580
    S07 C T1078.004 T1199
    S08 H T1610
    S09 C T1550.001
    S10 H T1550.001
    S11 M T1526 T1580
    S12 M T1535
    S13 M T1090.003
    E01 H T1610 T1525 T1204.003
    E02 C T1552.005 T1059.009
    E03 H T1548.005 T1098.003
    E04 C T1548.005
    E05 H T1578.005
    E06 H T1610
    E07 H T1610 T1578.005
    E08 H T1609
    E09 H T1609 T1651
    E10 H T1610
    E11 H T1496.001
    E12 M T1610
    E13 H T1610
    E14 H T1543 T1053.007
    E15 M T1555.006
    E16 L T1552
    E17 H T1489 T1485
    E18 M T1562.008 T1685.002
    E19 M T1562.008 T1685.002
    D01 H T1530 T1567.002
    D02 M T1619 T1580
    D03 H T1530
    D04 C T1530 T1537
    D05 H T1485 T1070.004
    D06 C T1485
    D07 C T1537 T1098
    D08 C T1530
    D09 H T1562.007 T1686.001 T1578.005
    D10 H T1486
    D11 H T1490
    D12 H T1485.001 T1490
    D13 C T1537
    D14 M T1562.008 T1685.002
    D15 H T1565.001 T1195.002
    D16 M T1550.001
    D17 H T1537
    D18 H T1490
    K01 C T1485
    K02 H T1489
    K03 C T1098
    K04 C T1098
    K05 M T1562.001 T1685
    K06 H T1530
    K07 H T1537
    K08 H T1485 T1486
    K09 M T1530
    I01 C T1098 T1484.002
    I02 C T1098.003
    I03 H T1098.003
    I04 H T1484.002
    I05 C T1136.003 T1098.001
    I06 H T1098
    I07 H T1098.003
    I08 M T1548.005
    I09 M T1087.004 T1069.003
    I10 H T1484.002
    I11 H T1098
    L01 C T1562.008 T1685.002
    L02 C T1562.008 T1685.002
    L03 H T1562.008 T1685.002
    L04 H T1562.008 T1685.002
    L05 C T1070.004 T1485.001
    L06 H T1562.008 T1685.002
    L07 H T1070.004 T1562.008 T1685.002
    L08 H T1562.001 T1685
    L09 H T1562.008 T1685.002
    L10 C T1070.004
    L11 M T1562.008 T1685.002
    N01 H T1562.007 T1686.001
    N02 M T1562.007 T1686.001
    N03 H T1578.005
    N04 M T1537
    O01 H T1525 T1195.002
    O02 H T1555.006
    O03 H T1651 T1021.007
    O04 H T1578.002 T1496.001
    O05 H T1078
    """
}
