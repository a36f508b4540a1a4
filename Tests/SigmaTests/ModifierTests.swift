import Sigma
import Testing

/// Each modifier and each trap of the public rules: a record that matches, and one that does not.
@Suite struct ModifierTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let selection: String
    let yes: [String]
    let no: [String]
    var testDescription: String { selection }

    init(_ selection: String, yes: [String], no: [String]) {
      self.selection = selection
      self.yes = yes
      self.no = no
    }
  }

  @Test(arguments: texts + containers + absence + comparisons + encodings)
  func matches(_ example: Case) throws {
    for json in example.yes {
      #expect(try Asking.selection(example.selection, about: json) == .yes, "\(json)")
    }
    for json in example.no {
      #expect(try Asking.selection(example.selection, about: json) == .no, "\(json)")
    }
  }

  static let texts: [Case] = [
    Case("a: Root", yes: [#"{"a":"root"}"#], no: [#"{"a":"rooty"}"#, #"{"A":"root"}"#, "{}"]),
    Case("a|cased: Root", yes: [#"{"a":"Root"}"#], no: [#"{"a":"root"}"#]),
    Case("a: 'x*z'", yes: [#"{"a":"xyz"}"#, #"{"a":"xz"}"#], no: [#"{"a":"xyzz1"}"#]),
    Case("a: 'x?z'", yes: [#"{"a":"xéz"}"#], no: [#"{"a":"xz"}"#, #"{"a":"xyyz"}"#]),
    Case(#"a: 'x\*z'"#, yes: [#"{"a":"x*z"}"#], no: [#"{"a":"xyz"}"#]),
    Case(#"a: 'x\\*'"#, yes: [#"{"a":"x\\yz"}"#], no: [#"{"a":"x*"}"#]),
    Case(#"a: 'x\y'"#, yes: [#"{"a":"x\\y"}"#], no: [#"{"a":"xy"}"#]),
    Case("a: 'ÄRGER'", yes: [#"{"a":"ärger"}"#], no: [#"{"a":"arger"}"#]),
    Case("a: '*b*c*'", yes: [#"{"a":"xBxcx"}"#], no: [#"{"a":"xcxbx"}"#]),
    Case("a: ''", yes: [#"{"a":""}"#], no: [#"{"a":"b"}"#, "{}", #"{"a":null}"#]),
    Case("a: [b, c]", yes: [#"{"a":"c"}"#], no: [#"{"a":"d"}"#]),
    Case("{a: b, c: d}", yes: [#"{"a":"b","c":"d"}"#], no: [#"{"a":"b"}"#]),
    Case("[{a: b}, {c: d}]", yes: [#"{"c":"d"}"#], no: [#"{"a":"d"}"#]),
    Case("a|contains: b", yes: [#"{"a":"ABC"}"#], no: [#"{"a":"ac"}"#]),
    Case("a|startswith: b", yes: [#"{"a":"bc"}"#], no: [#"{"a":"cb"}"#]),
    Case("a|endswith: b", yes: [#"{"a":"cb"}"#], no: [#"{"a":"bc"}"#]),
    Case("a|startswith|cased: Bc", yes: [#"{"a":"Bcd"}"#], no: [#"{"a":"bcd"}"#, #"{"a":"xBc"}"#]),
    Case("a|endswith: 'É'", yes: [#"{"a":"caf\u00e9"}"#], no: [#"{"a":"cafe"}"#, #"{"a":"éa"}"#]),
    Case("a|contains: '%b%'", yes: [#"{"a":"x%B%"}"#], no: [#"{"a":"xb"}"#]),
    Case("a|contains: [b, c]", yes: [#"{"a":"xc"}"#], no: [#"{"a":"x"}"#]),
    Case("a|contains|all: [b, c]", yes: [#"{"a":"cxb"}"#], no: [#"{"a":"xc"}"#]),
    Case("a|all: [b, c]", yes: [#"{"a":["b","c"]}"#], no: [#"{"a":["b","d"]}"#]),
    Case("a|re: '^b+$'", yes: [#"{"a":"bb"}"#], no: [#"{"a":"bab"}"#, #"{"a":"BB"}"#]),
    Case("a|re|i: 'b$'", yes: [#"{"a":"aB"}"#], no: [#"{"a":"ba"}"#]),
    Case("a|re|m: '^b$'", yes: [#"{"a":"a\nb\nc"}"#], no: [#"{"a":"ab"}"#]),
    Case("a|re|s: 'a.b'", yes: [#"{"a":"a\nb"}"#], no: [#"{"a":"ab"}"#]),
    Case(
      "a|re: '.+:assumed-role/aws:.+'", yes: [#"{"a":"arn:sts::1:assumed-role/aws:x/y"}"#],
      no: [#"{"a":"arn:sts::1:assumed-role/x"}"#]),
    Case(
      "a|contains: 'Jersey/${project.version}'", yes: [#"{"a":"Jersey/${project.version} x"}"#],
      no: [#"{"a":"Jersey/2"}"#]),
    Case("a: 012345678901", yes: [#"{"a":"012345678901"}"#], no: [#"{"a":12345678901}"#]),
    Case("a.b: c", yes: [#"{"a":{"b":"c"}}"#, #"{"a.b":"c"}"#], no: [#"{"a":{"c":"b"}}"#]),
    Case("a.b.c: d", yes: [#"{"a":{"b.c":"d"}}"#], no: [#"{"a":{"b":{"c":"e"},"b.c":"d"}}"#]),
    Case("[needle]", yes: [#"{"a":{"b":["xNEEDLEx"]}}"#], no: [#"{"needle":"hay"}"#]),
    Case("'|all': [b, c]", yes: [#"{"x":"b","y":"c"}"#], no: [#"{"x":"b"}"#]),
    Case("'|re': ['^b$']", yes: [#"{"x":"b"}"#], no: [#"{"x":"bb"}"#]),
  ]

  static let containers: [Case] = [
    Case(
      "requestParameters|contains: Suspended",
      yes: [#"{"requestParameters":{ "x":{"Status":"Suspended"}}}"#],
      no: [#"{"requestParameters":{"Status":"Enabled"}}"#]),
    Case(
      #"p|contains|all: ['"s3:GetObject"', '"Allow"']"#,
      yes: [
        #"{"p":{"policyDocument":"{\"Action\":\"s3:GetObject\",\"Effect\":\"Allow\"}"}}"#,
        #"{"p":{"bucketPolicy":{"Action":["s3:GetObject"],"Effect":"Allow"}}}"#,
      ],
      no: [#"{"p":{"policyDocument":"{\"Action\":\"s3:GetObject\"}"}}"#]),
    Case(
      #"p|contains: '"a":1,"b"'"#, yes: [#"{"p":{ "a" : 1 , "b" : 2 }}"#],
      no: [#"{"p":{"a":2,"b":1}}"#]),
    Case(
      "p.containerDefinitions.command|contains: $AWS",
      yes: [#"{"p":{"containerDefinitions":[{"x":1},{"command":["a","b $AWS_X"]}]}}"#],
      no: [#"{"p":{"containerDefinitions":[{"command":["a","b"]}]}}"#]),
    Case("p: '*'", yes: [#"{"p":{}}"#, #"{"p":[]}"#, #"{"p":0}"#], no: [#"{"p":null}"#, "{}"]),
    Case("p|contains: '*'", yes: [#"{"p":["x"]}"#], no: [#"{"p":null}"#, "{}"]),
    Case("p: 'true'", yes: [#"{"p":true}"#, #"{"p":"True"}"#], no: [#"{"p":1}"#]),
    Case("p: 22", yes: [#"{"p":22}"#, #"{"p":"22"}"#], no: [#"{"p":22.5}"#]),
    Case(
      "p: 9007199254740993", yes: [#"{"p":9007199254740993}"#], no: [#"{"p":9007199254740992}"#]),
    Case("p|startswith: '{\"a\"'", yes: [#"{"p":{ "a":1}}"#], no: [#"{"p":{"b":1}}"#]),
  ]

  static let absence: [Case] = [
    Case("a: null", yes: ["{}", #"{"a":null}"#], no: [#"{"a":""}"#, #"{"a":[]}"#]),
    Case("a.b: ~", yes: ["{}", #"{"a":"b"}"#, #"{"a":[]}"#], no: [#"{"a":[{"b":1},{}]}"#]),
    Case("a: [null, Success]", yes: ["{}", #"{"a":"success"}"#], no: [#"{"a":"x"}"#]),
    Case("a|exists: true", yes: [#"{"a":""}"#, #"{"a":{}}"#], no: ["{}", #"{"a":null}"#]),
    Case("a|exists: 'false'", yes: ["{}", #"{"a":null}"#], no: [#"{"a":0}"#]),
    Case("a|neq: b", yes: [#"{"a":"c"}"#, "{}"], no: [#"{"a":"B"}"#]),
    Case("a|contains|neq: [b, c]", yes: [#"{"a":"xyz"}"#], no: [#"{"a":"xcz"}"#]),
    Case("a: 'null'", yes: [#"{"a":"null"}"#], no: ["{}", #"{"a":null}"#]),
  ]

  static let comparisons: [Case] = [
    Case("a|gt: 5", yes: [#"{"a":6}"#, #"{"a":"5.5"}"#], no: [#"{"a":5}"#, #"{"a":"x"}"#]),
    Case("a|gte: 5", yes: [#"{"a":5.0}"#], no: [#"{"a":4}"#]),
    Case("a|lt: 5", yes: [#"{"a":-1e3}"#], no: [#"{"a":5}"#, "{}"]),
    Case(
      "a|lte: 9007199254740992", yes: [#"{"a":9007199254740992}"#],
      no: [#"{"a":9007199254740993}"#]),
    Case(
      "a|cidr: 10.0.0.0/8", yes: [#"{"a":"10.255.1.2"}"#, #"{"a":"::ffff:10.1.1.1"}"#],
      no: [#"{"a":"11.0.0.0"}"#, #"{"a":"AWS Internal"}"#, #"{"a":"::a00:1"}"#]),
    Case(
      "a|cidr: ['2001:db8::/33', 192.0.2.7]",
      yes: [#"{"a":"2001:DB8:7fff::1"}"#, #"{"a":"192.0.2.7"}"#],
      no: [#"{"a":"2001:db8:8000::1"}"#, #"{"a":"192.0.2.8"}"#]),
    Case(
      "a|fieldref: b.c", yes: [#"{"a":"X","b":{"c":["y","x"]}}"#],
      no: [#"{"a":"x","b":{"c":"y"}}"#, #"{"a":"x"}"#]),
    Case(
      "a|fieldref|endswith: b", yes: [#"{"a":"user/*x","b":"*x"}"#], no: [#"{"a":"yx","b":"*x"}"#]),
    Case(
      "t|hour: 22", yes: [#"{"t":"2026-03-01T22:10:00Z"}"#], no: [#"{"t":"2026-03-01T02:22:22Z"}"#]),
    Case(
      "t|week: 53", yes: [#"{"t":"2021-01-03T22:10:00Z"}"#], no: [#"{"t":"2021-01-04T02:22:22Z"}"#]),
    Case("t|hour|gte: 20", yes: [#"{"t":"2026-03-01T22:10:00Z"}"#], no: [#"{"t":"soon"}"#]),
  ]

  static let encodings: [Case] = [
    Case("a|base64: 'foo b'", yes: [#"{"a":"Zm9vIGI="}"#], no: [#"{"a":"Zm9v"}"#]),
    Case(
      "a|base64offset|contains: foobar",
      yes: [#"{"a":"eGZvb2Jhcnk="}"#, #"{"a":"Zm9vYmFy"}"#, #"{"a":"eHhmb29iYXI="}"#],
      no: [#"{"a":"Zm9vYmF6"}"#]),
    Case("a|utf16le|base64|contains: ab", yes: [#"{"a":"YQBiAA=="}"#], no: [#"{"a":"YWI="}"#]),
    Case("a|utf16be|base64: ab", yes: [#"{"a":"AGEAYg=="}"#], no: [#"{"a":"YQBiAA=="}"#]),
    Case(
      "a|windash|contains: ' -f'", yes: [#"{"a":"x /f"}"#, #"{"a":"x –f"}"#], no: [#"{"a":"x f"}"#]),
  ]
}
