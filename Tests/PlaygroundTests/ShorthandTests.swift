import JSON
import Testing

@testable import Playground

/// The expected values are those of the AWS CLI's own parser, awscli 1.45.11.
@Suite struct ShorthandTests {
  @Test(arguments: cases) func `shorthand reads as in the AWS CLI`(_ row: Case) {
    let value = (try? Shorthand.parse(row.text)).map { JSONValue.object($0).text() }
    #expect(value == row.json)
  }

  struct Case: Sendable {
    let text: String
    /// `nil` when the AWS CLI refuses it.
    let json: String?
  }

  static let cases: [Case] = [
    Case(text: #"a=b"#, json: #"{"a":"b"}"#),
    Case(text: #"a=b,c=d"#, json: #"{"a":"b","c":"d"}"#),
    Case(text: #"a=b,c"#, json: #"{"a":["b","c"]}"#),
    Case(text: #"a=b,c,d=e"#, json: #"{"a":["b","c"],"d":"e"}"#),
    Case(text: #"a="#, json: #"{"a":""}"#),
    Case(text: #"a=,b=c"#, json: #"{"a":"","b":"c"}"#),
    Case(text: #"a=[b,c]"#, json: #"{"a":["b","c"]}"#),
    Case(text: #"a=[b,c],d=e"#, json: #"{"a":["b","c"],"d":"e"}"#),
    Case(text: #"a={b=c,d=e}"#, json: #"{"a":{"b":"c","d":"e"}}"#),
    Case(text: #"a={b=[c,d],e={f=g}}"#, json: #"{"a":{"b":["c","d"],"e":{"f":"g"}}}"#),
    Case(text: #"a=[{b=c},{d=e}]"#, json: #"{"a":[{"b":"c"},{"d":"e"}]}"#),
    Case(text: #"a='b,c',d=e"#, json: #"{"a":"b,c","d":"e"}"#),
    Case(text: #"a="b=c",d=e"#, json: #"{"a":"b=c","d":"e"}"#),
    Case(text: #"a=b\,c"#, json: #"{"a":"b,c"}"#),
    Case(text: #"a=b c,d=e"#, json: #"{"a":"b c","d":"e"}"#),
    Case(text: #"a = b"#, json: #"{"a":"b"}"#),
    Case(text: #"a=b=c"#, json: #"{"a":"b=c"}"#),
    Case(text: #"a=b,c=d=e"#, json: #"{"a":"b","c":"d=e"}"#),
    Case(text: #"a=arn:aws:sqs:us-east-1:123456789012:orders,Id=1"#, json: #"{"a":"arn:aws:sqs:us-east-1:123456789012:orders","Id":"1"}"#),
    Case(text: #"a=b,'c d',e=f"#, json: #"{"a":["b","c d"],"e":"f"}"#),
    Case(text: #"a=[]"#, json: #"{"a":[]}"#),
    Case(text: #"a={}"#, json: #"{"a":{}}"#),
    Case(text: #"a=[[b,c],[d]]"#, json: #"{"a":[["b","c"],["d"]]}"#),
    Case(text: #"a='it\'s'"#, json: #"{"a":"it's"}"#),
    Case(text: #"a="x\\y""#, json: #"{"a":"x\\y"}"#),
    Case(text: #"a=b, c=d"#, json: #"{"a":"b","c":"d"}"#),
    Case(text: #"a=b ,c"#, json: #"{"a":["b","c"]}"#),
    Case(text: #"a=x]y"#, json: nil),
    Case(text: #"a={b=c=d}"#, json: #"{"a":{"b":"c=d"}}"#),
    Case(text: #"a=[b=c]"#, json: #"{"a":["b=c"]}"#),
    Case(text: #"k.l=v"#, json: #"{"k.l":"v"}"#),
    Case(text: #"k/l=v"#, json: #"{"k/l":"v"}"#),
    Case(text: #"k#l=v"#, json: #"{"k#l":"v"}"#),
    Case(text: #"a=b,c,"#, json: nil),
    Case(text: #"a=1,b=2,a=3"#, json: nil),
    Case(text: #"a"#, json: nil),
    Case(text: #"="#, json: #"{"":""}"#),
    Case(text: #"a=b c=d"#, json: #"{"a":"b c=d"}"#),
    Case(text: #"a=[b"#, json: nil),
    Case(text: #"a={b=c"#, json: nil),
    Case(text: #"a='b"#, json: nil),
    Case(text: #"a=[b,]"#, json: #"{"a":["b"]}"#),
    Case(text: #"a={b}"#, json: nil),
    Case(text: #"a=""#, json: nil),
    Case(text: #""#, json: nil),
    Case(text: #"a=é,ü"#, json: #"{"a":["é","ü"]}"#),
    Case(text: #"a=b\c"#, json: #"{"a":"b\\c"}"#),
    Case(text: #"a=[ b , c ]"#, json: #"{"a":["b","c"]}"#),
    Case(text: #"a={ b = c , d = e }"#, json: #"{"a":{"b":"c","d":"e"}}"#),
  ]
}
