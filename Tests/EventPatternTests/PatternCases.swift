import Testing

/// A pattern, and what comes of reading it and of matching an event.
struct PatternCase: Sendable, CustomTestStringConvertible {
  enum Outcome: Sendable {
    case match(event: String)
    case noMatch(event: String)
    case refused(reason: String)
  }

  /// The row's number in section 5.2 of the facts on EventBridge.
  let row: String
  let pattern: String
  let outcome: Outcome

  var testDescription: String { "row \(row): \(pattern)" }

  /// Reads a line `row outcome ⇢ pattern ⇢ event or reason`.
  init(_ line: Substring) {
    let cells = line.split(separator: " ⇢ ", omittingEmptySubsequences: false).map(String.init)
    let head = cells[0].split(separator: " ")
    row = String(head[0])
    pattern = cells[1]
    switch head[1] {
    case "match": outcome = .match(event: cells[2])
    case "no": outcome = .noMatch(event: cells[2])
    default: outcome = .refused(reason: cells[2])
    }
  }

  static let all = table.split(separator: "\n").map { PatternCase($0) }
}

/// The rows of section 5.2, transcribed by a script: each was run on Event Ruler 2.0.1.
///
/// The facts write a bar within a text as a slash, because their table is made of bars; here the
/// texts are the engine's own.
private let table = ##"""
  1 match ⇢ {"source": ["a.b"]} ⇢ {"source": "a.b"}
  2 no ⇢ {"source": ["a.b"]} ⇢ {"source": "A.B"}
  3 match ⇢ {"source": ["a.b", "c"]} ⇢ {"source": "c"}
  4 no ⇢ {"source": ["a"], "detail-type": ["T"]} ⇢ {"source": "a", "detail-type": "U"}
  6 no ⇢ {"detail": {"x": ["1"]}} ⇢ {"detail": {"x": 1}}
  7 no ⇢ {"detail": {"x": [1]}} ⇢ {"detail": {"x": "1"}}
  8 match ⇢ {"detail": {"x": [1]}} ⇢ {"detail": {"x": 1}}
  9 match ⇢ {"detail":{"x":[300]}} ⇢ {"detail":{"x":300.0}}
  11 match ⇢ {"detail":{"x":[300.0]}} ⇢ {"detail":{"x":300}}
  12 match ⇢ {"detail": {"x": [true]}} ⇢ {"detail": {"x": true}}
  13 no ⇢ {"detail": {"x": [true]}} ⇢ {"detail": {"x": "true"}}
  14 no ⇢ {"detail": {"x": [false]}} ⇢ {"detail": {}}
  16 no ⇢ {"detail": {"x": [null]}} ⇢ {"detail": {"x": ""}}
  17 no ⇢ {"detail": {"x": [null]}} ⇢ {"detail": {}}
  18 no ⇢ {"detail": {"x": [null]}} ⇢ {"detail": {"x": "null"}}
  19 match ⇢ {"detail": {"x": [""]}} ⇢ {"detail": {"x": ""}}
  21 no ⇢ {"detail": {"x": [""]}} ⇢ {"detail": {}}
  22 match ⇢ {"detail": {"x": [{"exists": true}]}} ⇢ {"detail": {"x": null}}
  23 match ⇢ {"detail": {"x": [{"exists": true}]}} ⇢ {"detail": {"x": ""}}
  24 no ⇢ {"detail": {"x": [{"exists": true}]}} ⇢ {"detail": {"x": []}}
  26 match ⇢ {"detail": {"x": [{"exists": true}]}} ⇢ {"detail": {"x": [1]}}
  27 no ⇢ {"detail": {"x": [{"exists": true}]}} ⇢ {"detail": {"x": {"y": 1}}}
  28 match ⇢ {"detail": {"x": [{"exists": false}]}} ⇢ {"detail": {"x": {"y": 1}}}
  29 no ⇢ {"detail": {"x": [{"exists": true}]}} ⇢ {"detail": {"x": {}}}
  31 match ⇢ {"detail": {"x": [{"exists": false}]}} ⇢ {"detail": {}}
  32 match ⇢ {"detail": {"x": [{"exists": false}]}} ⇢ {"source": "a"}
  33 no ⇢ {"detail": {"x": [{"exists": false}]}} ⇢ {"detail": {"x": 1}}
  34 match ⇢ {"detail": {"x": [{"exists": false}, "a"]}} ⇢ {"detail": {"x": "a"}}
  36 no ⇢ {"detail": {"x": [{"exists": false}, "a"]}} ⇢ {"detail": {"x": "b"}}
  37 refused ⇢ {"detail": {"x": [{"exists": "true"}]}} ⇢ exists match pattern must be either true or false.
  38 match ⇢ {"resources": ["b", "z"]} ⇢ {"resources": ["a", "b"]}
  39 no ⇢ {"resources": ["z"]} ⇢ {"resources": ["a", "b"]}
  41 match ⇢ {"detail": {"x": ["a"]}} ⇢ {"detail": {"x": [["a", "b"], ["c"]]}}
  42 match ⇢ {"detail": {"emp": {"first": ["Anna"]}}} ⇢ {"detail": {"emp": [{"first": "John", "last": "Doe"}, {"first": "Anna", "last": "Smith"}]}}
  43 match ⇢ {"detail": {"emp": {"first": ["Anna"], "last": ["Smith"]}}} ⇢ {"detail": {"emp": [{"first": "John", "last": "Doe"}, {"first": "Anna", "last": "Smith"}]}}
  44 no ⇢ {"detail": {"emp": {"first": ["Anna"], "last": ["Doe"]}}} ⇢ {"detail": {"emp": [{"first": "John", "last": "Doe"}, {"first": "Anna", "last": "Smith"}]}}
  46 refused ⇢ {"detail": {}} ⇢ Empty objects are not allowed
  47 refused ⇢ {"source": "a"} ⇢ "source" must be an object or an array
  48 refused ⇢ {"source": [["a"]]} ⇢ Match value must be String, number, true, false, or null
  49 refused ⇢ {} ⇢ Empty objects are not allowed
  51 no ⇢ {"detail": {"a": {"c": ["v"]}}} ⇢ {"detail": {"a": {"b": {"c": "v"}}}}
  52 match ⇢ {"detail": {"a.b": ["v"]}} ⇢ {"detail": {"a": {"b": "v"}}}
  53 match ⇢ {"detail":{"l":[{"prefix":"us-"}],"l":[{"anything-but":"us-east"}]}} ⇢ {"detail": {"l": "eu"}}
  54 match ⇢ {"time": [{"prefix": "2017-10-02"}]} ⇢ {"time": "2017-10-02T18:43:48Z"}
  56 match ⇢ {"detail": {"x": [{"prefix": ""}]}} ⇢ {"detail": {"x": "abc"}}
  57 no ⇢ {"detail": {"x": [{"prefix": ""}]}} ⇢ {"detail": {"x": 5}}
  58 no ⇢ {"detail": {"x": [{"prefix": "1"}]}} ⇢ {"detail": {"x": 123}}
  59 match ⇢ {"detail": {"x": [{"prefix": {"equals-ignore-case": "EventB"}}]}} ⇢ {"detail": {"x": "eVENTbridge"}}
  61 refused ⇢ {"detail": {"x": [{"prefix": ["a", "b"]}]}} ⇢ prefix match pattern must be a string
  62 match ⇢ {"detail": {"f": [{"suffix": ".png"}]}} ⇢ {"detail": {"f": "a.png"}}
  63 no ⇢ {"detail": {"f": [{"suffix": ".png"}]}} ⇢ {"detail": {"f": "a.PNG"}}
  64 match ⇢ {"detail": {"f": [{"suffix": {"equals-ignore-case": ".png"}}]}} ⇢ {"detail": {"f": "a.PNG"}}
  66 match ⇢ {"detail": {"f": [{"equals-ignore-case": "Alice"}]}} ⇢ {"detail": {"f": "aLICE"}}
  67 no ⇢ {"detail": {"f": [{"equals-ignore-case": "Alice"}]}} ⇢ {"detail": {"f": "alice "}}
  68 refused ⇢ {"detail": {"f": [{"equals-ignore-case": ["a", "b"]}]}} ⇢ equals-ignore-case match pattern must be a string
  69 match ⇢ {"detail": {"f": [{"equals-ignore-case": "stra\u00dfe"}]}} ⇢ {"detail": {"f": "STRASSE"}}
  71 match ⇢ {"detail": {"s": [{"anything-but": "init"}]}} ⇢ {"detail": {"s": "run"}}
  72 no ⇢ {"detail": {"s": [{"anything-but": "init"}]}} ⇢ {"detail": {"s": "init"}}
  73 no ⇢ {"detail": {"s": [{"anything-but": "init"}]}} ⇢ {"detail": {}}
  74 match ⇢ {"detail": {"s": [{"anything-but": "init"}]}} ⇢ {"detail": {"s": null}}
  76 match ⇢ {"detail": {"s": [{"anything-but": "init"}]}} ⇢ {"detail": {"s": ""}}
  77 no ⇢ {"detail": {"s": [{"anything-but": ["a", "b"]}]}} ⇢ {"detail": {"s": "b"}}
  78 match ⇢ {"detail": {"s": [{"anything-but": ["a", "b"]}]}} ⇢ {"detail": {"s": "c"}}
  79 match ⇢ {"detail": {"s": [{"anything-but": ["a", "b"]}]}} ⇢ {"detail": {"s": ["a", "c"]}}
  81 refused ⇢ {"detail": {"s": [{"anything-but": []}]}} ⇢ Inside anything but list, either all values are number or string, mixed type is not supported
  82 match ⇢ {"detail": {"s": [{"anything-but": 123}]}} ⇢ {"detail": {"s": 124}}
  83 no ⇢ {"detail": {"s": [{"anything-but": 123}]}} ⇢ {"detail": {"s": 123}}
  84 no ⇢ {"detail":{"s":[{"anything-but":123}]}} ⇢ {"detail":{"s":123.0}}
  86 refused ⇢ {"detail": {"s": [{"anything-but": [100, "a"]}]}} ⇢ Inside anything but list, either all values are number or string, mixed type is not supported
  87 refused ⇢ {"detail": {"s": [{"anything-but": true}]}} ⇢ Value of anything-but must be an array or single string/number value.
  88 refused ⇢ {"detail": {"s": [{"anything-but": null}]}} ⇢ Value of anything-but must be an array or single string/number value.
  89 match ⇢ {"detail": {"s": [{"anything-but": {"prefix": "init"}}]}} ⇢ {"detail": {"s": "running"}}
  91 no ⇢ {"detail": {"s": [{"anything-but": {"prefix": ["init", "stop"]}}]}} ⇢ {"detail": {"s": "stopped"}}
  92 match ⇢ {"detail": {"s": [{"anything-but": {"prefix": "init"}}]}} ⇢ {"detail": {"s": 5}}
  93 match ⇢ {"detail": {"s": [{"anything-but": {"prefix": "init"}}]}} ⇢ {"detail": {"s": null}}
  94 refused ⇢ {"detail": {"s": [{"anything-but": {"prefix": ""}}]}} ⇢ Null prefix/suffix not allowed
  96 no ⇢ {"detail": {"s": [{"anything-but": {"suffix": [".txt", ".rtf"]}}]}} ⇢ {"detail": {"s": "a.rtf"}}
  97 no ⇢ {"detail": {"s": [{"anything-but": {"equals-ignore-case": "Init"}}]}} ⇢ {"detail": {"s": "INIT"}}
  98 no ⇢ {"detail": {"s": [{"anything-but": {"equals-ignore-case": ["Init", "stop"]}}]}} ⇢ {"detail": {"s": "STOP"}}
  99 no ⇢ {"detail": {"s": [{"anything-but": {"wildcard": "*/lib/*"}}]}} ⇢ {"detail": {"s": "a/lib/b"}}
  101 refused ⇢ {"detail": {"s": [{"anything-but": {"numeric": ["=", 1]}}]}} ⇢ Unsupported anything-but pattern: numeric
  102 refused ⇢ {"detail": {"s": [{"anything-but": {"prefix": {"equals-ignore-case": "a"}}}]}} ⇢ Value of anything-but must be an array or single string/number value.
  103 match ⇢ {"detail": {"n": [{"numeric": ["=", 100]}]}} ⇢ {"detail": {"n": 100}}
  104 match ⇢ {"detail":{"n":[{"numeric":["=",100]}]}} ⇢ {"detail":{"n":1e2}}
  106 match ⇢ {"detail": {"n": [{"numeric": [">", 0, "<=", 5]}]}} ⇢ {"detail": {"n": 5}}
  107 no ⇢ {"detail": {"n": [{"numeric": [">", 0, "<=", 5]}]}} ⇢ {"detail": {"n": 0}}
  108 match ⇢ {"detail": {"n": [{"numeric": ["<", 10]}]}} ⇢ {"detail": {"n": 9.999999}}
  109 no ⇢ {"detail": {"n": [{"numeric": ["<", 10]}]}} ⇢ {"detail": {"n": "5"}}
  111 match ⇢ {"detail": {"n": [{"numeric": ["<", 10]}]}} ⇢ {"detail": {"n": [50, 5]}}
  112 refused ⇢ {"detail": {"n": [{"numeric": ["<=", 5, ">", 0]}]}} ⇢ Too many elements in numeric expression
  113 refused ⇢ {"detail": {"n": [{"numeric": [">", 5, "<", 5]}]}} ⇢ Bottom must be less than top
  114 refused ⇢ {"detail": {"n": [{"numeric": [">", 5, "<", 1]}]}} ⇢ Bottom must be less than top
  116 refused ⇢ {"detail": {"n": [{"numeric": ["!=", 5]}]}} ⇢ Unrecognized numeric range operator: !=
  117 refused ⇢ {"detail": {"n": [{"numeric": []}]}} ⇢ Invalid member in numeric match: ]
  118 match ⇢ {"detail":{"n":[{"numeric":[">",5000000000]}]}} ⇢ {"detail":{"n":5000000001}}
  119 match ⇢ {"detail":{"n":[{"numeric":["=",0.0000001]}]}} ⇢ {"detail":{"n":0.0000001}}
  121 match ⇢ {"detail": {"n": [{"numeric": ["<", 0]}]}} ⇢ {"detail": {"n": -0.5}}
  122 match ⇢ {"detail": {"ip": [{"cidr": "10.0.0.0/24"}]}} ⇢ {"detail": {"ip": "10.0.0.255"}}
  123 no ⇢ {"detail": {"ip": [{"cidr": "10.0.0.0/24"}]}} ⇢ {"detail": {"ip": "10.0.1.0"}}
  124 match ⇢ {"detail": {"ip": [{"cidr": "10.0.0.7/24"}]}} ⇢ {"detail": {"ip": "10.0.0.200"}}
  126 refused ⇢ {"detail": {"ip": [{"cidr": "10.0.0.1/32"}]}} ⇢ IPv4 mask bits must be < 32
  127 match ⇢ {"detail": {"ip": [{"cidr": "0.0.0.0/0"}]}} ⇢ {"detail": {"ip": "8.8.8.8"}}
  128 match ⇢ {"detail": {"ip": [{"cidr": "0.0.0.0/0"}]}} ⇢ {"detail": {"ip": "::1"}}
  129 refused ⇢ {"detail": {"ip": [{"cidr": "10.0.0.0/33"}]}} ⇢ IPv4 mask bits must be < 32
  131 no ⇢ {"detail": {"ip": [{"cidr": "2001:db8::/32"}]}} ⇢ {"detail": {"ip": "2001:DB9::1"}}
  132 no ⇢ {"detail": {"ip": [{"cidr": "10.0.0.0/8"}]}} ⇢ {"detail": {"ip": "not-an-ip"}}
  133 match ⇢ {"detail": {"ip": [{"cidr": "10.0.0.0/8"}]}} ⇢ {"detail": {"ip": ["1.1.1.1", "10.2.3.4"]}}
  134 match ⇢ {"detail": {"f": [{"wildcard": "dir/*.png"}]}} ⇢ {"detail": {"f": "dir/a/b.png"}}
  136 match ⇢ {"detail": {"f": [{"wildcard": "*"}]}} ⇢ {"detail": {"f": ""}}
  137 match ⇢ {"detail": {"f": [{"wildcard": "*"}]}} ⇢ {"detail": {"f": "x"}}
  138 no ⇢ {"detail": {"f": [{"wildcard": "*"}]}} ⇢ {"detail": {"f": 5}}
  139 no ⇢ {"detail": {"f": [{"wildcard": "*"}]}} ⇢ {"detail": {}}
  141 match ⇢ {"detail": {"f": [{"wildcard": "a\\*b"}]}} ⇢ {"detail": {"f": "a*b"}}
  142 no ⇢ {"detail": {"f": [{"wildcard": "a\\*b"}]}} ⇢ {"detail": {"f": "axb"}}
  143 match ⇢ {"detail": {"f": [{"wildcard": "a\\\\b"}]}} ⇢ {"detail": {"f": "a\\b"}}
  144 refused ⇢ {"detail": {"f": [{"wildcard": "a\\nb"}]}} ⇢ Invalid escape character at pos 2
  146 no ⇢ {"detail": {"f": [{"wildcard": "a?c"}]}} ⇢ {"detail": {"f": "abc"}}
  147 match ⇢ {"detail": {"f": [{"wildcard": "*a*"}]}} ⇢ {"detail": {"f": "bab"}}
  148 match ⇢ {"$or": [{"source": ["a"]}, {"detail-type": ["T"]}]} ⇢ {"source": "z", "detail-type": "T"}
  149 no ⇢ {"$or": [{"source": ["a"]}, {"detail-type": ["T"]}]} ⇢ {"source": "z", "detail-type": "U"}
  151 match ⇢ {"detail": {"$or": [{"x": [{"numeric": [">", 0]}]}, {"y": [{"exists": false}]}]}} ⇢ {"detail": {"x": 0}}
  152 match ⇢ {"detail": {"$or": [{"x": ["1"], "y": ["2"]}, {"z": ["3"]}]}} ⇢ {"detail": {"x": "1", "y": "2"}}
  153 no ⇢ {"detail": {"$or": [{"x": ["1"], "y": ["2"]}, {"z": ["3"]}]}} ⇢ {"detail": {"x": "1", "y": "9"}}
  154 refused ⇢ {"$or": [{"source": ["a"]}]} ⇢ There must have at least 2 Objects in $or relationship.
  156 refused ⇢ {"$or": []} ⇢ There must have at least 2 Objects in $or relationship.
  157 match ⇢ {"detail": {"x": [{"prefix": "a"}, {"suffix": "z"}, 5]}} ⇢ {"detail": {"x": "bz"}}
  158 match ⇢ {"detail": {"x": [{"prefix": "a"}, {"suffix": "z"}, 5]}} ⇢ {"detail": {"x": 5}}
  159 refused ⇢ {"detail": {"x": [{"prefix": "a", "suffix": "z"}]}} ⇢ Only one key allowed in match expression
  161 match ⇢ {"detail": {"x": [{"exactly": "a"}]}} ⇢ {"detail": {"x": "a"}}
  162 refused ⇢ not json ⇢ Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
  163 no ⇢ {"detail": {"x": ["a"]}} ⇢ {"detail":"a"}
  164 no ⇢ {"detail": ["a"]} ⇢ {"detail":{"a":1}}
  166 no ⇢ {"detail": {"x": ["\u00e9"]}} ⇢ {"detail":{"x":"e\u0301"}}
  167 match ⇢ {"detail": {"x": [{"anything-but": "a"}, {"exists": false}]}} ⇢ {"detail": {}}
  168 no ⇢ {"detail": {"s": [{"anything-but": {"wildcard": ["*/lib/*", "*/bin/*"]}}]}} ⇢ {"detail": {"s": "a/bin/b"}}
  169 match ⇢ {"detail": {"s": [{"anything-but": {"prefix": ["init", "stop"]}}]}} ⇢ {"detail": {"s": "run"}}
  171 match ⇢ {"detail": {"s": [{"anything-but": {"equals-ignore-case": "Init"}}]}} ⇢ {"detail": {"s": "run"}}
  172 match ⇢ {"detail": {"s": [{"anything-but": {"equals-ignore-case": "Init"}}]}} ⇢ {"detail": {"s": 7}}
  173 no ⇢ {"detail": {"s": [{"anything-but": {"equals-ignore-case": "Init"}}]}} ⇢ {"detail": {}}
  174 match ⇢ {"detail": {"s": [{"anything-but": {"wildcard": "*x*"}}]}} ⇢ {"detail": {"s": 7}}
  176 match ⇢ {"$or": [{"b": ["2"]}, {"c": ["3"]}], "detail": {"$or": [{"x": [1]}, {"y": [2]}]}} ⇢ {"b": "2", "detail": {"y": 2}}
  177 no ⇢ {"$or": [{"b": ["2"]}, {"c": ["3"]}], "detail": {"$or": [{"x": [1]}, {"y": [2]}]}} ⇢ {"b": "2", "detail": {"y": 3}}
  178 match ⇢ {"$or": [{"a": ["1"], "$or": [{"b": ["2"]}, {"c": ["3"]}]}, {"e": ["9"]}]} ⇢ {"a": "1", "c": "3"}
  179 refused ⇢ {"$or": {"a": ["1"], "b": ["2"]}} ⇢ It must be an Array followed with $or.
  181 match ⇢ {"a": ["1"], "$or": [{"a": ["2"]}, {"b": ["3"]}]} ⇢ {"a": "2"}
  182 match ⇢ {"detail": {"x": [{"numeric": ["=", 5]}, {"prefix": "a"}]}} ⇢ {"detail": {"x": "abc"}}
  183 match ⇢ {"detail": {"x": [{"numeric": ["=", 5]}, null]}} ⇢ {"detail": {"x": null}}
  184 match ⇢ {"detail": {"x": [{"exists": true}]}} ⇢ {"detail": {"x": false}}
  186 no ⇢ {"detail": {"x": [{"exists": true}]}} ⇢ {"detail": {"x": [{"y": 1}]}}
  187 match ⇢ {"detail": {"x": [{"exists": true}]}} ⇢ {"detail": {"x": [{"y": 1}, "z"]}}
  188 no ⇢ {"detail": {"x": [null]}} ⇢ {"detail": {"x": []}}
  189 match ⇢ {"detail": {"x": [null]}} ⇢ {"detail": {"x": [null]}}
  191 no ⇢ {"detail": {"x": [{"anything-but": "a"}]}} ⇢ {"detail": {"x": {"y": 1}}}
  192 match ⇢ {"detail": {"x": [{"anything-but": "a"}]}} ⇢ {"detail": {"x": true}}
  193 no ⇢ {"detail": {"a": {"b": [{"exists": false}]}}} ⇢ {"detail": {"a": [{"b": 1}, {"c": 2}]}}
  194 match ⇢ {"detail": {"x": [{"cidr": "10.0.0.0/31"}]}} ⇢ {"detail": {"x": "10.0.0.1"}}
  196 match ⇢ {"detail": {"x": ["::1"]}} ⇢ {"detail": {"x": "0:0:0:0:0:0:0:1"}}
  197 no ⇢ {"detail": {"x": [{"cidr": "10.0.0.0/8"}]}} ⇢ {"detail": {"x": 10}}
  198 match ⇢ {"replay-name": [{"exists": false}]} ⇢ {"source": "a"}
  199 no ⇢ {"replay-name": [{"exists": false}]} ⇢ {"source": "a", "replay-name": "r"}
  201 match ⇢ {"detail": {"n": [{"numeric": [">", 0]}, {"numeric": ["<", -10]}]}} ⇢ {"detail": {"n": -11}}
  202 refused ⇢ {"detail": {"x": [{"equals-ignore-case": 5}]}} ⇢ equals-ignore-case match pattern must be a string
  203 refused ⇢ {"detail": {"x": [{"prefix": 5}]}} ⇢ prefix match pattern must be a string
  204 match ⇢ {"detail": {"x": [{"exists": true}, {"exists": false}]}} ⇢ {"detail": {"x": 5}}
  206 refused ⇢ {"detail": {"x": [{"exists": false, "prefix": "a"}]}} ⇢ Only one key allowed in match expression
  207 no ⇢ {"resources": [null]} ⇢ {"resources": []}
  208 refused ⇢ {"detail": {"x": [{"anything-but": {"equals-ignore-case": [1, 2]}}]}} ⇢ Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.
  209 match ⇢ {"detail": {"x": [{"anything-but": {"equals-ignore-case": "init"}}]}} ⇢ {"detail": {"x": null}}
  211 refused ⇢ {"detail": {"x": [{"anything-but": ["a", null]}]}} ⇢ Inside anything but list, start|null|boolean is not supported.
  212 match ⇢ {"detail": {"x": [{"anything-but": {"prefix": "init"}}]}} ⇢ {"detail": {"x": 12}}
  213 match ⇢ {"detail": {"p": [{"anything-but": {"wildcard": ""}}]}} ⇢ {"detail": {"p": "a/b"}}
  214 match ⇢ {"detail": {"x": [{"equals-ignore-case": ""}]}} ⇢ {"detail": {"x": ""}}
  216 no ⇢ {"detail": {"ip": [{"cidr": "10.1.0.0/24"}]}} ⇢ {"detail": {"ip": "10.1.0.256"}}
  217 refused ⇢ {"detail": {"ip": [{"cidr": "xx.1.yy/8"}]}} ⇢ Nonstandard IP address: xx.1.yy
  218 refused ⇢ {"detail": {"ip": [{"cidr": "10.1.0.0/64x"}]}} ⇢ Malformed CIDR, mask bits must be an integer
  219 no ⇢ {"detail": {"ip": [{"cidr": "10.1.0.0/24"}]}} ⇢ {"detail": {"ip": 123}}
  221 no ⇢ {"detail": {"ip": [{"cidr": "2001:db8:aa:bb00::/64"}]}} ⇢ {"detail": {"ip": "2001:0db8:00ab:bb01:0000:0000:0000:0000"}}
  222 refused ⇢ {"detail": {"n": [{"numeric": [">", 0, ">", 0]}]}} ⇢ Bad numeric range operator: >
  223 refused ⇢ {"detail": {"n": [{"NUMERIC": ["=", 5]}]}} ⇢ Unrecognized match type NUMERIC
  224 refused ⇢ {"detail": {"n": [{"numeric": [">", 0, "<"]}]}} ⇢ Value of < must be numeric
  226 refused ⇢ {"detail": {"a": [{"wildcard": 123}]}} ⇢ wildcard match pattern must be a string
  227 refused ⇢ {"detail": {"a": [{"wildcard": ["x*"]}]}} ⇢ wildcard match pattern must be a string
  228 match ⇢ {"detail": {"s": {"t": ["on"]}}} ⇢ {"detail": {"s.t": "on"}}
  229 no ⇢ {"detail": {"s": {"t": ["on"]}}} ⇢ {"detail": {"s.t": {"t": "on"}}}
  231 match ⇢ {"dynamodb": {"k": {"S": [{"exists": true}]}}} ⇢ {"dynamodb": {"k": {"S": "v"}}}
  232 no ⇢ {"dynamodb": {"k": [{"exists": true}]}} ⇢ {"dynamodb": {"k": {"S": "v"}}}
  233 no ⇢ {"KEY": ["v"]} ⇢ {"key": "v"}
  234 match ⇢ {"detail": {"l": {"id": [{"exists": true}]}}} ⇢ {"detail": {"l": [{"a": 1}, {"id": "m"}, {"b": 2}]}}
  236 match ⇢ {"detail": {"n": [300]}} ⇢ {"detail": {"n": 300.0}}
  237 match ⇢ {"detail": {"n": [{"numeric": [">", 100]}]}} ⇢ {"detail": {"n": 101.0}}
  238 no ⇢ {"detail": {"n": [{"numeric": [">", 100]}]}} ⇢ {"detail": {"n": null}}
  239 no ⇢ {"detail": {"n": [{"numeric": [">", 100]}]}} ⇢ {"detail": {"n": "300"}}
  241 match ⇢ {"detail": {"x": [{"exists": true}, {"prefix": "q"}, {"suffix": "q"}]}} ⇢ {"detail": {"x": "abc"}}
  242 match ⇢ {"detail": {"h": {"S": [{"anything-but": ["rose"]}, {"exists": false}]}}} ⇢ {"detail": {"p": {"N": "7"}}}
  243 match ⇢ {"detail": {"h": {"S": [{"anything-but": ["rose"]}, {"exists": false}]}}} ⇢ {"detail": {"h": {"N": "7"}}}
  244 no ⇢ {"detail": {"h": {"S": [{"anything-but": ["rose"]}, {"exists": false}]}}} ⇢ {"detail": {"h": {"S": "rose"}}}
  246 no ⇢ {"detail": {"x": ["Mixed Case ✓ end "]}} ⇢ {"detail": {"x": "Mixed Case ✓ end"}}
  """##
