public import Simulation

/// Which share of the customers wants which feature.
public struct Mix: Hashable, Sendable {
  /// The share of each feature, in percent, in the order of `Feature.allCases`; together 100.
  public let percent: [Int]

  /// Creates a mix.
  ///
  /// - Parameters:
  ///   - checkout: percent of customers who order.
  ///   - questions: percent who ask.
  ///   - restock: percent that are deliveries.
  ///   - photos: percent who send a photo.
  public init(checkout: Int, questions: Int, restock: Int, photos: Int) {
    percent = [checkout, questions, restock, photos]
    precondition(
      percent.reduce(0, +) == 100 && percent.allSatisfy { $0 >= 0 },
      "the shares \(percent) are not 100 percent together"
    )
  }

  /// An ordinary day, by assumption: 85 % orders, 8 % questions, 2 % deliveries, 5 % photos.
  public static let ordinary = Self(checkout: 85, questions: 8, restock: 2, photos: 5)

  /// A flash sale, by assumption: 97 % orders, and hardly anything else.
  public static let sale = Self(checkout: 97, questions: 1, restock: 1, photos: 1)

  /// The share of a feature.
  public subscript(feature: Feature) -> Ratio {
    let index = Feature.allCases.firstIndex(of: feature) ?? 0
    return .percent(percent[index])
  }
}
