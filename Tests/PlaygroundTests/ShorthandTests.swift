import JSON
import Testing

@testable import Playground

/// The expected values are those of the AWS CLI's own parser, awscli 1.45.11.
@Suite struct ShorthandTests {
  @Test func `shorthand reads as in the AWS CLI`() {
    for row in Self.cases.split(separator: "\n\n") {
      let lines = row.split(separator: "\n").map(String.init)
      let value = (try? Shorthand.parse(lines[0])).map { JSONValue.object($0).text() }
      expectEqual(value ?? "refused", lines[1], "\(lines[0])")
    }
  }

  static let cases = #"""
    a=b
    {"a":"b"}

    a=b,c=d
    {"a":"b","c":"d"}

    a=b,c
    {"a":["b","c"]}

    a=b,c,d=e
    {"a":["b","c"],"d":"e"}

    a=
    {"a":""}

    a=,b=c
    {"a":"","b":"c"}

    a=[b,c]
    {"a":["b","c"]}

    a=[b,c],d=e
    {"a":["b","c"],"d":"e"}

    a={b=c,d=e}
    {"a":{"b":"c","d":"e"}}

    a={b=[c,d],e={f=g}}
    {"a":{"b":["c","d"],"e":{"f":"g"}}}

    a=[{b=c},{d=e}]
    {"a":[{"b":"c"},{"d":"e"}]}

    a='b,c',d=e
    {"a":"b,c","d":"e"}

    a="b=c",d=e
    {"a":"b=c","d":"e"}

    a=b\,c
    {"a":"b,c"}

    a=b c,d=e
    {"a":"b c","d":"e"}

    a = b
    {"a":"b"}

    a=b=c
    {"a":"b=c"}

    a=b,c=d=e
    {"a":"b","c":"d=e"}

    a=arn:aws:sqs:us-east-1:123456789012:orders,Id=1
    {"a":"arn:aws:sqs:us-east-1:123456789012:orders","Id":"1"}

    a=b,'c d',e=f
    {"a":["b","c d"],"e":"f"}

    a=[]
    {"a":[]}

    a={}
    {"a":{}}

    a=[[b,c],[d]]
    {"a":[["b","c"],["d"]]}

    a='it\'s'
    {"a":"it's"}

    a="x\\y"
    {"a":"x\\y"}

    a=b, c=d
    {"a":"b","c":"d"}

    a=b ,c
    {"a":["b","c"]}

    a=x]y
    refused

    a={b=c=d}
    {"a":{"b":"c=d"}}

    a=[b=c]
    {"a":["b=c"]}

    k.l=v
    {"k.l":"v"}

    k/l=v
    {"k/l":"v"}

    k#l=v
    {"k#l":"v"}

    a=b,c,
    refused

    a=1,b=2,a=3
    refused

    a
    refused

    =
    {"":""}

    a=b c=d
    {"a":"b c=d"}

    a=[b
    refused

    a={b=c
    refused

    a='b
    refused

    a=[b,]
    {"a":["b"]}

    a={b}
    refused

    a="
    refused

    a=é,ü
    {"a":["é","ü"]}

    a=b\c
    {"a":"b\\c"}

    a=[ b , c ]
    {"a":["b","c"]}

    a={ b = c , d = e }
    {"a":{"b":"c","d":"e"}}
    """#
}
