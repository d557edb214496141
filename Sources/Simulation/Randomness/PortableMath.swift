/// The logarithm and the exponential function, made only of + − × ÷.
///
/// Those four are exact to the last bit on every processor; the C library's functions are not, and
/// a difference in the last bit of one sample changes a whole run.
public enum PortableMath {
  // ln 2 in two parts; the upper one ends in zeros, so that its product with a power is exact.
  private static let upperLn2 = 0x1.62e42feep-1
  private static let lowerLn2 = 0x1.a39ef35793c76p-33

  /// Returns the natural logarithm, less than one unit in the last place off.
  ///
  /// With x = 2ᵏ(1 + f) and s = f/(2 + f), ln(1 + f) is the series 2s + 2s³/3 + 2s⁵/5 + …, cut
  /// where it no longer matters, and 2s is written as f − sf, because f is exact.
  ///
  /// - Parameter x: above 0; 0 gives −∞, a negative number and NaN give NaN.
  /// - Returns: ln x.
  public static func logarithm(_ x: Double) -> Double {
    guard x > 0, x < .infinity else { return x == 0 ? -.infinity : x > 0 ? x : .nan }
    let isSubnormal = x < .leastNormalMagnitude
    let bits = (isSubnormal ? x * 0x1p54 : x).bitPattern
    var power = Int(bits >> 52) - (isSubnormal ? 1_077 : 1_023)
    var significand = Double(bitPattern: bits & 0xf_ffff_ffff_ffff | 0x3ff0_0000_0000_0000)
    if significand > 0x1.6a09e667f3bcdp0 {
      significand *= 0.5
      power += 1
    }
    let f = significand - 1
    let s = f / (2 + f)
    let square = s * s
    var series = 2.0 / 21
    series = series * square + 2.0 / 19
    series = series * square + 2.0 / 17
    series = series * square + 2.0 / 15
    series = series * square + 2.0 / 13
    series = series * square + 2.0 / 11
    series = series * square + 2.0 / 9
    series = series * square + 2.0 / 7
    series = series * square + 2.0 / 5
    series = series * square + 2.0 / 3
    let correction = s * (f - series * square)
    let k = Double(power)
    return k * upperLn2 - ((correction - k * lowerLn2) - f)
  }

  /// Returns e to the power of `x`, less than one unit in the last place off.
  ///
  /// With x = k ln 2 + r, eʳ is Taylor's series to the thirteenth power, scaled by 2ᵏ.
  ///
  /// - Parameter x: beyond 709.78 the result is ∞, below −745.13 it is 0.
  /// - Returns: eˣ.
  public static func exponential(_ x: Double) -> Double {
    guard x > -746 else { return x.isNaN ? x : 0 }
    guard x < 710 else { return .infinity }
    let k = (x * 0x1.71547652b82fep0).rounded(.toNearestOrEven)
    let upper = x - k * upperLn2
    let lower = k * lowerLn2
    let r = upper - lower
    let lost = (upper - r) - lower
    var series = 1.0 / 6_227_020_800
    series = series * r + 1.0 / 479_001_600
    series = series * r + 1.0 / 39_916_800
    series = series * r + 1.0 / 3_628_800
    series = series * r + 1.0 / 362_880
    series = series * r + 1.0 / 40_320
    series = series * r + 1.0 / 5_040
    series = series * r + 1.0 / 720
    series = series * r + 1.0 / 120
    series = series * r + 1.0 / 24
    series = series * r + 1.0 / 6
    series = series * r + 1.0 / 2
    let power = 1 + (r + (series * r * r + lost))
    // In two steps, because 2ᵏ alone may lie outside of what a Double can hold.
    let half = Int(k) / 2
    return power * powerOfTwo(half) * powerOfTwo(Int(k) - half)
  }

  /// 2 to a power within ±1,022.
  private static func powerOfTwo(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(exponent + 1_023) << 52)
  }
}
