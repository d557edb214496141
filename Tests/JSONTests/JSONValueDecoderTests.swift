import JSON
import Testing

struct JSONValueDecoderTests {
  enum Mode: String, Decodable, CaseIterable {
    case onDemand = "ON_DEMAND", provisioned = "PROVISIONED"
  }

  struct Entry: Decodable, Equatable {
    let source: String
    let count: Int?
    let detail: JSONValue?
  }

  struct Request: Decodable, Equatable {
    let entries: [Entry]
    let tags: [String: Entry]?
    let mode: Mode?
    let ratio: Double?
    let small: Int8?
    let flags: [Bool]?
    let matrix: [[Int]]?
  }

  private let decoder = JSONValueDecoder { $0.prefix(1).uppercased() + $0.dropFirst() }

  @Test func `names are mapped at every level and keys of dictionaries are not`() throws {
    let request = try decoder.decode(
      Request.self,
      from: [
        "Entries": [["Source": "shop", "Count": 300.0], ["Source": "s", "Detail": ["a": [1]]]],
        "Tags": ["lower": ["Source": "t", "Count": nil]], "Mode": "PROVISIONED", "Ratio": 2,
        "Matrix": [[1, 2], []], "entries": "ignored",
      ]
    )
    let wanted = Request(
      entries: [
        Entry(source: "shop", count: 300, detail: nil),
        Entry(source: "s", count: nil, detail: ["a": [1]]),
      ],
      tags: ["lower": Entry(source: "t", count: nil, detail: nil)],
      mode: .provisioned,
      ratio: 2,
      small: nil,
      flags: nil,
      matrix: [[1, 2], []]
    )
    #expect(request == wanted)
  }

  @Test(
    arguments: [
      ([:], "Entries must be a list, but is nothing"),
      (["Entries": nil], "Entries must be a list, but is null"),
      (["Entries": [[:]]], "Entries[0].Source must be a string, but is nothing"),
      (["Entries": [["Source": 1]]], "Entries[0].Source must be a string, but is an integer"),
      (
        ["Entries": [["Source": "a", "Count": "1"]]],
        "Entries[0].Count must be an integer, but is a string"
      ),
      (
        ["Entries": [["Source": "a", "Count": 1.5]]],
        "Entries[0].Count must be an integer, but is 1.5"
      ),
      (["Entries": [], "Small": 128], "Small must be an integer from -128 to 127, but is 128"),
      (["Entries": [], "Ratio": true], "Ratio must be a number, but is a boolean"),
      (["Entries": [], "Flags": [true, nil]], "Flags[1] must be a boolean, but is null"),
      (["Entries": [], "Mode": "X"], "Mode must be one of ON_DEMAND, PROVISIONED, but is \"X\""),
      (["Entries": [], "Tags": ["x": 1]], "Tags.x must be an object, but is an integer"),
      (
        ["Entries": [], "Matrix": [[1], [2, "3"]]],
        "Matrix[1][1] must be an integer, but is a string"
      ),
      ([], "the value must be an object, but is a list"),
    ] as [(JSONValue, String)]
  )
  func `a wrong value is refused with its place, what is wanted and what is found`(
    value: JSONValue,
    message: String
  ) {
    let error = #expect(throws: JSONDecodingError.self) {
      try decoder.decode(Request.self, from: value)
    }
    #expect(error?.description == message)
  }

  @Test func `missing, wrong and refused values are told apart`() {
    let values: [JSONValue] = [[:], ["Source": 1], ["Source": "", "Count": 0.5]]
    let kinds = values.map { value -> JSONDecodingError.Kind? in
      do {
        _ = try decoder.decode(Entry.self, from: value)
        return nil
      } catch {
        return (error as? JSONDecodingError)?.kind
      }
    }
    #expect(kinds == [.missing, .wrongType, .invalidValue])
  }

  @Test func `whole values, dictionaries and errors of a type's own pass through`() throws {
    struct Refusing: Decodable {
      struct Refused: Error {}
      init(from decoder: any Decoder) throws { throw Refused() }
    }
    #expect(try decoder.decode([String: Int].self, from: ["a": 1, "B": 2]) == ["a": 1, "B": 2])
    #expect(try decoder.decode(String.self, from: "x") == "x")
    #expect(throws: Refusing.Refused.self) { try decoder.decode(Refusing.self, from: [:]) }
  }
}
