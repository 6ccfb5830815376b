package dev.tintype.render.color;

/// Fits light brighter than white into the range of sRGB.
///
/// A picture's white stands at 203 cd/m² (ITU-R BT.2408, 2.2). Light up to 80 % of it stays as it
/// is. Above, it is pressed together without a kink, so that 1,000 cd/m² becomes the brightest sRGB
/// can show; what is brighter is cut off.
public final class ToneMap {

  /// Where white stands, in cd/m².
  public static final double WHITE_CANDELAS = 203;

  /// The brightest light that is told apart, in multiples of white.
  public static final double PEAK = 1000 / WHITE_CANDELAS;

  private static final double KNEE = 0.8;

  private ToneMap() {}

  /// @param light in multiples of white, of the brightest channel
  /// @return what all channels are multiplied with
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

  /// What a display of 1,000 cd/m² makes of a scene in hybrid log-gamma (ITU-R BT.2100, table 5).
  ///
  /// @param luminance of the scene, 0 to 1
  /// @return what all channels are multiplied with, to multiples of white
  public static double hlgGain(double luminance) {
    return luminance <= 0 ? 0 : PEAK * Math.pow(luminance, 0.2);
  }
}
