package dev.tintype.render.color;

/// Compresses light brighter than white into the range of sRGB.
///
/// A picture's white is at 203 cd/m² (ITU-R BT.2408, 2.2). Light up to 80 % of white is unchanged.
/// Brighter light is compressed smoothly, so that 1,000 cd/m² becomes the brightest sRGB value;
/// anything brighter is clipped.
public final class ToneMap {

  /// The luminance of white, cd/m².
  public static final double WHITE_CANDELAS = 203;

  /// The brightest light that is distinguished, in multiples of white.
  public static final double PEAK = 1000 / WHITE_CANDELAS;

  private static final double KNEE = 0.8;

  private ToneMap() {}

  /// @param light of the brightest channel, in multiples of white
  /// @return the gain for all channels
  public static double gain(double light) {
    if (light <= KNEE) {
      return 1;
    }
    if (light >= PEAK) {
      return 1 / light;
    }
    double above = (light - KNEE) / (1 - KNEE);
    double most = (PEAK - KNEE) / (1 - KNEE);
    double pressed = above * (1 + above / (most * most)) / (1 + above);
    return (KNEE + (1 - KNEE) * pressed) / light;
  }

  /// The gain of a display of 1,000 cd/m² for a hybrid log-gamma scene (ITU-R BT.2100, table 5).
  ///
  /// @param luminance of the scene, 0 to 1
  /// @return the gain for all channels, to multiples of white
  public static double hlgGain(double luminance) {
    return luminance <= 0 ? 0 : PEAK * Math.pow(luminance, 0.2);
  }
}
