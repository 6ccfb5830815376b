package dev.tintype.render.format.jpeg;

import dev.tintype.render.specimens.Bytes;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Quantized;

/// Writes sequential arithmetic-coded JPEG (ITU T.81, F.1.4), which neither the JDK's nor libvips'
/// encoder does.
public final class ArithmeticJpeg {

  private final Quantized picture;
  private final byte[][] means = new byte[3][64];
  private final byte[][] bands = new byte[3][256];
  private final byte[] fixed = {ArithmeticState.FIXED};
  private final int[] contexts = new int[3];
  private final ArithmeticEncoder encoder;

  private ArithmeticJpeg(Picture picture, int step) {
    this.picture = new Quantized(picture, step);
    this.encoder = new ArithmeticEncoder(picture.width() * picture.height() * 8 + 100);
  }

  /// @param step the divisor of every coefficient
  /// @return the file
  public static byte[] encode(Picture picture, int step) {
    Bytes out = new Bytes().u8(0xff, 0xd8, 0xff, 0xdb).u16(67).u8(0);
    for (int i = 0; i < 64; i++) {
      out.u8(step);
    }
    out.u8(0xff, 0xc9).u16(17).u8(8).u16(picture.height()).u16(picture.width());
    out.u8(3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0);
    out.u8(0xff, 0xda).u16(12).u8(3, 1, 0x00, 2, 0x11, 3, 0x22, 0, 63, 0);
    return out.raw(new ArithmeticJpeg(picture, step).data()).u8(0xff, 0xd9).done();
  }

  private byte[] data() {
    int[] before = new int[3];
    for (int block = 0; block < picture.count(); block++) {
      for (int channel = 0; channel < 3; channel++) {
        int[] coefficients = picture.block(channel, block);
        mean(channel, coefficients[0] - before[channel]);
        before[channel] = coefficients[0];
        band(channel, coefficients);
      }
    }
    return encoder.end();
  }

  private void mean(int channel, int difference) {
    byte[] states = means[channel];
    int at = contexts[channel];
    encoder.encode(states, at, difference == 0 ? 0 : 1);
    contexts[channel] = 0;
    if (difference != 0) {
      int sign = difference < 0 ? 1 : 0;
      encoder.encode(states, at + 1, sign);
      int magnitude = Math.abs(difference) - 1;
      contexts[channel] = (magnitude > 1 ? 12 : 4) + 4 * sign;
      magnitude(states, at + 2 + sign, 20, magnitude);
    }
  }

  private void band(int channel, int[] coefficients) {
    byte[] states = bands[channel];
    int last = 63;
    while (last > 0 && coefficients[last] == 0) {
      last--;
    }
    for (int k = 1; k <= last; k++) {
      encoder.encode(states, 3 * (k - 1), 0);
      for (; coefficients[k] == 0; k++) {
        encoder.encode(states, 3 * (k - 1) + 1, 0);
      }
      encoder.encode(states, 3 * (k - 1) + 1, 1);
      encoder.encode(fixed, 0, coefficients[k] < 0 ? 1 : 0);
      coefficient(states, k, Math.abs(coefficients[k]) - 1);
    }
    if (last < 63) {
      encoder.encode(states, 3 * last, 1);
    }
  }

  private void coefficient(byte[] states, int k, int magnitude) {
    int at = 3 * (k - 1) + 2;
    encoder.encode(states, at, magnitude > 0 ? 1 : 0);
    if (magnitude == 0) {
      return;
    }
    encoder.encode(states, at, magnitude > 1 ? 1 : 0);
    if (magnitude > 1) {
      categories(states, k <= 5 ? 189 : 217, magnitude >> 1, magnitude);
    }
  }

  private void magnitude(byte[] states, int at, int categories, int magnitude) {
    encoder.encode(states, at, magnitude > 0 ? 1 : 0);
    if (magnitude > 0) {
      categories(states, categories, magnitude, magnitude);
    }
  }

  /// The bit length of a magnitude, then the bits below its highest one.
  private void categories(byte[] states, int from, int counted, int magnitude) {
    int at = from;
    for (int left = counted >> 1; left != 0; left >>= 1) {
      encoder.encode(states, at++, 1);
    }
    encoder.encode(states, at, 0);
    for (int bit = Integer.highestOneBit(magnitude) >> 1; bit != 0; bit >>= 1) {
      encoder.encode(states, at + 14, (magnitude & bit) == 0 ? 0 : 1);
    }
  }
}
