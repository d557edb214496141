/// What a customer wants to know.
public struct Question: Hashable, Sendable {
  /// The question's number.
  public let id: String
  /// Who asks.
  public let customer: String
  /// What was asked.
  public let text: String

  /// Creates a question.
  public init(id: String, customer: String = "guest", text: String) {
    self.id = id
    self.customer = customer
    self.text = text
  }
}

/// A picture that a customer sends, to be shown small beside her review.
public struct Photo: Hashable, Sendable {
  /// The file's name.
  public let name: String
  /// How many bytes the file has.
  public let bytes: Int
  /// The width that the file claims, in pixels.
  public let width: Int
  /// The height that the file claims, in pixels.
  public let height: Int

  /// Creates a photo; unless told otherwise, one of 4,000 × 3,000 pixels in 3 MB.
  public init(name: String, bytes: Int = 3_000_000, width: Int = 4_000, height: Int = 3_000) {
    self.name = name
    self.bytes = bytes
    self.width = width
    self.height = height
  }

  /// Creates a photo that is broken in a bad way: a small file that claims to be enormous.
  ///
  /// To shrink it as the shop does takes 80 GB of memory, more than any server of the course has.
  public static func poison(name: String) -> Self {
    Self(name: name, bytes: 300_000, width: 200_000, height: 100_000)
  }

  /// Whether it claims more pixels than any camera has.
  public var isPoison: Bool { width * height > 1_000_000_000 }

  /// The memory in bytes that it takes to unpack the photo: four for each pixel that it claims.
  public var bytesToUnpack: Int { width * height * 4 }
}

/// A photo made small.
public struct Thumbnail: Hashable, Sendable {
  /// The name of the photo.
  public let photo: String
  /// The width in pixels.
  public let width: Int
  /// The height in pixels.
  public let height: Int

  /// The longer side of every thumbnail, in pixels.
  public static let side = 200

  /// The rule of how small a photo becomes: its longer side is 200 pixels.
  public init(of photo: Photo) {
    self.photo = photo.name
    let longer = max(photo.width, photo.height, 1)
    width = max(1, photo.width * Self.side / longer)
    height = max(1, photo.height * Self.side / longer)
  }
}
