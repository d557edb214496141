import Cloud
import JSON
import Simulation
import Testing

/// Buckets and objects.
@Suite struct S3Tests {
  static let stories = [
    Story(
      "an object has the MD5 of its content and comes back as it was put",
      [
        "\"5d41402abc4b2a76b9719d911017c592\"", "hello", "5", "text/plain", "AES256", "k=v",
        "\"d41d8cd98f00b204e9800998ecf8427e\"", "0 binary/octet-stream",
      ]
    ) { bench in
      try await bench.bucket("photos")
      let put = try await bench(
        PutObject(
          bucket: "photos",
          key: "a",
          body: ObjectBody("hello"),
          contentType: "text/plain",
          metadata: ["k": "v"]
        )
      )
      let got = try await bench(GetObject(bucket: "photos", key: "a"))
      let empty = try await bench(PutObject(bucket: "photos", key: "b"))
      let head = try await bench(HeadObject(bucket: "photos", key: "b"))
      return [
        put.eTag, got.body.text, "\(got.contentLength)", got.contentType, got.serverSideEncryption,
        got.metadata.map { "\($0)=\($1)" }.joined(), empty.eTag,
        "\(head.contentLength) \(head.contentType)",
      ]
    },
    Story(
      "keys are the same, and in order, by their bytes",
      ["B b \u{65}\u{301} \u{e9} 🌱", "4", "NoSuchKey"]
    ) { bench in
      try await bench.bucket("photos")
      // The same letter to a reader, and two keys to S3.
      for key in ["🌱", "b", "\u{e9}", "B", "\u{65}\u{301}"] {
        _ = try await bench(PutObject(bucket: "photos", key: key))
      }
      let list = try await bench(ListObjectsV2(bucket: "photos"))
      _ = try await bench(DeleteObject(bucket: "photos", key: "\u{e9}"))
      let rest = try await bench(ListObjectsV2(bucket: "photos"))
      return [
        (list.contents ?? []).map(\.key).joined(separator: " "), "\(rest.keyCount)",
        await bench.refusal(GetObject(bucket: "photos", key: "\u{e9}")),
      ]
    },
    Story(
      "all accounts share the names of buckets, and a deleted one is free",
      [
        "/photos", "BucketAlreadyExists", "AccessDenied", "403", "BucketNotEmpty", "accepted",
        "/photos", "AccessDenied",
      ]
    ) { bench in
      let partner = bench.cloud.account(MessagingBench.partner)
      func other(_ operation: some Operation<S3>) async -> String {
        await bench.refusal { _ = try await partner.s3.call(operation, for: .learner) }
      }
      try await bench.bucket("photos")
      let again = try await bench(CreateBucket(bucket: "photos")).location
      _ = try await bench(PutObject(bucket: "photos", key: "a"))
      var seen = [
        again, await other(CreateBucket(bucket: "photos")),
        await other(GetObject(bucket: "photos", key: "a")),
        await other(HeadBucket(bucket: "photos")),
        await bench.refusal(DeleteBucket(bucket: "photos")),
      ]
      _ = try await bench(DeleteObject(bucket: "photos", key: "a"))
      seen.append(await bench.refusal(DeleteBucket(bucket: "photos")))
      seen.append(try await partner.s3.call(CreateBucket(bucket: "photos"), for: .learner).location)
      seen.append(await bench.refusal(PutObject(bucket: "photos", key: "a")))
      return seen
    },
    Story(
      "the bill has the storage by time, and requests by their kind",
      ["2000000", "$0.000046", "$0.00", "2 writes", "1 reads"]
    ) { bench in
      try await bench.bucket("photos")
      let body = ObjectBody([UInt8](repeating: 0, count: 2_000_000))
      _ = try await bench(PutObject(bucket: "photos", key: "a", body: body))
      try await bench.sleep(.seconds(730 * 3_600))
      let size = try await bench(HeadObject(bucket: "photos", key: "a")).contentLength
      let month = Bill(for: bench.cloud.meter.reading).total(of: .s3Storage)
      _ = try await bench(DeleteObject(bucket: "photos", key: "a"))
      let before = bench.cloud.meter.reading
      try await bench.sleep(.seconds(3_600))
      let reading = bench.cloud.meter.reading
      return [
        "\(size)", "\(month)", "\(Bill(for: reading.since(before)).total)",
        "\(reading.quantity(of: .s3Writes)) writes", "\(reading.quantity(of: .s3Reads)) reads",
      ]
    },
    Story(
      "an object in the place of another counts once",
      ["1 5", "1", "0"]
    ) { bench in
      try await bench.bucket("photos")
      for text in ["one", "three"] {
        let body = ObjectBody(text)
        _ = try await bench(PutObject(bucket: "photos", key: "a", body: body))
      }
      let list = try await bench(ListObjectsV2(bucket: "photos"))
      for _ in 1...2 { _ = try await bench(DeleteObject(bucket: "photos", key: "a")) }
      let rest = try await bench(ListObjectsV2(bucket: "photos"))
      return [
        (list.contents ?? []).map { "1 \($0.size)" }.joined(), "\(list.keyCount)",
        "\(rest.keyCount)",
      ]
    },
    Story(
      "faults strike a bucket by its name, also after it has taken the object",
      ["ServiceUnavailable", "1"]
    ) { bench in
      try await bench.bucket("photos")
      bench.cloud.faults.fail("photos", .next(1), .afterEffects)
      return [
        await bench.refusal(PutObject(bucket: "photos", key: "a")),
        "\(try await bench(ListObjectsV2(bucket: "photos")).keyCount)",
      ]
    },
    Story(
      "buckets are listed by name, a page at a time",
      ["a-a a-b", "a-c", "InvalidArgument"]
    ) { bench in
      for name in ["a-c", "b-b", "a-a", "a-b"] { try await bench.bucket(name) }
      let first = try await bench(ListBuckets(maxBuckets: 2, prefix: "a"))
      let token = first.continuationToken
      let rest = try await bench(ListBuckets(continuationToken: token, prefix: "a"))
      return [
        first.buckets.map(\.name).joined(separator: " "),
        rest.buckets.map(\.name).joined(separator: " "),
        await bench.refusal(ListBuckets(continuationToken: "x")),
      ]
    },
  ]

  @Test(arguments: stories) func `what buckets do`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  // MARK: Refusals

  private static func put(
    _ key: String = "a",
    _ change: @escaping @Sendable (inout PutObject) -> Void = { _ in }
  ) -> @Sendable (MessagingBench) async throws -> Void {
    { bench in
      try await bench.bucket("photos")
      var request = PutObject(bucket: "photos", key: key)
      change(&request)
      _ = try await bench(request)
    }
  }

  static let refusals = [
    Refusal("no bucket", "NoSuchBucket 404 The specified bucket does not exist") { bench in
      _ = try await bench(PutObject(bucket: "none", key: "a"))
    },
    Refusal("no key", "NoSuchKey 404 The specified key does not exist.") { bench in
      try await bench.bucket("photos")
      _ = try await bench(GetObject(bucket: "photos", key: "a"))
    },
    Refusal("no key for HEAD", "404 404 Not Found") { bench in
      try await bench.bucket("photos")
      _ = try await bench(HeadObject(bucket: "photos", key: "a"))
    },
    Refusal("no bucket for HEAD", "404 404 Not Found") { bench in
      _ = try await bench(HeadBucket(bucket: "none"))
    },
    Refusal("a key of 1,024 bytes", "accepted", put(String(repeating: "é", count: 512))),
    Refusal(
      "a key of 1,025 bytes",
      "KeyTooLongError 400 Your key is too long",
      put(String(repeating: "é", count: 512) + "x")
    ),
    Refusal(
      "a token that nobody told",
      "InvalidArgument 400 The continuation token provided is incorrect"
    ) { bench in
      try await bench.bucket("photos")
      _ = try await bench(ListObjectsV2(bucket: "photos", continuationToken: "x"))
    },
    Refusal(
      "fewer than no keys",
      "InvalidArgument 400 Argument maxKeys must be an integer between 0 and 2147483647"
    ) { bench in
      try await bench.bucket("photos")
      _ = try await bench(ListObjectsV2(bucket: "photos", maxKeys: -1))
    },
    Refusal(
      "a class",
      "NotSupportedHere 501 StorageClass of an object exists on AWS and is left out of this mini"
        + " cloud.",
      put { $0.storageClass = "GLACIER" }
    ),
    Refusal(
      "an access control list",
      "NotSupportedHere 501 ACL of an object exists on AWS and is left out of this mini cloud.",
      put { $0.acl = "public-read" }
    ),
    Refusal(
      "a Region",
      "NotSupportedHere 501 CreateBucketConfiguration of a bucket exists on AWS and is left out of"
        + " this mini cloud."
    ) { bench in
      var request = CreateBucket(bucket: "photos")
      request.createBucketConfiguration = ["LocationConstraint": "eu-west-1"]
      _ = try await bench(request)
    },
  ]

  @Test(arguments: refusals) func `what S3 refuses`(_ refusal: Refusal) throws {
    #expect(try refusal.outcome() == refusal.expected)
  }

  static let names = [
    ("abc", true), ("my-bucket.2026", true), (String(repeating: "a", count: 63), true),
    ("1.2.3.a", true), ("1.2.3", true), ("ab", false), (String(repeating: "a", count: 64), false),
    ("Abc", false), ("a_c", false), ("-bc", false), ("ab-", false), (".bc", false), ("a..c", false),
    ("192.168.5.4", false), ("xn--abc", false), ("sthree-abc", false), ("amzn-s3-demo-a", false),
    ("abc-s3alias", false), ("abc--ol-s3", false), ("abc.mrap", false), ("abc--x-s3", false),
    ("abc--table-s3", false), ("naïve", false),
  ]

  @Test(arguments: names) func `how a bucket can be called`(_ name: String, _ isName: Bool) throws {
    let seen = try MessagingBench.run { await $0.refusal(CreateBucket(bucket: name)) }
    #expect(seen == (isName ? "accepted" : "InvalidBucketName"))
  }

  // MARK: Lists

  @Test(arguments: Run.all) func `pages of a list are together what one list would be`(
    _ run: Run
  ) throws {
    let breaches = try MessagingBench.run(seed: run.seed, shuffling: run.shuffling) { bench in
      var stream = bench.cloud.simulation.randomStream("history")
      try await bench.bucket("photos")
      var keys: Set<String> = []
      func word(_ lengths: ClosedRange<Int>) -> String {
        let letters = ["a", "b", "/", "é", "-"]
        return (0..<stream.uniform(in: lengths)).map { _ in letters[stream.uniform(below: 5)] }
          .joined()
      }
      for _ in 1...40 {
        let key = word(1...6)
        keys.insert(key)
        _ = try await bench(PutObject(bucket: "photos", key: key))
      }
      var breaches: [String] = []
      for _ in 1...20 {
        let (prefix, start) = (word(0...2), word(0...3))
        let delimiter = ["", "/", "a", "/a"][stream.uniform(below: 4)]
        let request = ListObjectsV2(
          bucket: "photos",
          prefix: prefix,
          delimiter: delimiter,
          maxKeys: stream.uniform(in: 1...7),
          startAfter: start
        )
        let seen = try await bench.pages(request)
        let expected = Self.entries(of: keys, prefix, delimiter, behind: start)
        if seen != expected { breaches.append("\(request): \(seen), not \(expected)") }
      }
      return breaches
    }
    #expect(breaches == [])
  }

  /// A list by its definition.
  private static func entries(
    of keys: Set<String>,
    _ prefix: String,
    _ delimiter: String,
    behind start: String
  ) -> [String] {
    let rest = keys.filter { $0.hasPrefix(prefix) && Array($0.utf8).follows(Array(start.utf8)) }
    let entries = rest.map { key -> String in
      let behind = String(key.dropFirst(prefix.count))
      guard !delimiter.isEmpty, let end = behind.firstRange(of: delimiter)?.upperBound else {
        return key
      }
      return prefix + behind[..<end]
    }
    return Set(entries).sorted { Array($1.utf8).follows(Array($0.utf8)) }
  }
}

extension [UInt8] {
  fileprivate func follows(_ other: Self) -> Bool { other.lexicographicallyPrecedes(self) }
}

extension MessagingBench {
  func bucket(_ name: String) async throws { _ = try await self(CreateBucket(bucket: name)) }

  /// The code with which something is refused, or `accepted`.
  func refusal(_ body: () async throws -> Void) async -> String {
    do {
      try await body()
      return "accepted"
    } catch {
      return (error as? ServiceError)?.code ?? "\(error)"
    }
  }

  func refusal(_ operation: some Operation) async -> String {
    await refusal { _ = try await self(operation) }
  }

  /// The entries of all pages of a list, keys and prefixes together in order.
  fileprivate func pages(_ request: ListObjectsV2) async throws -> [String] {
    var (request, entries) = (request, [String]())
    while true {
      let page = try await self(request)
      let keys = (page.contents ?? []).map(\.key) + (page.commonPrefixes ?? []).map(\.prefix)
      guard keys.count == page.keyCount, keys.count <= page.maxKeys else { return ["\(page)"] }
      entries += keys.sorted { Array($1.utf8).follows(Array($0.utf8)) }
      guard let token = page.nextContinuationToken else { return entries }
      request.continuationToken = token
    }
  }
}
