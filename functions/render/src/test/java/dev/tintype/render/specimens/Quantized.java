package dev.tintype.render.specimens;

/// A picture as a JPEG encoder processes it: three channels of 8 × 8 blocks of quantized
/// coefficients in zigzag order (ITU T.81, annex A), without chroma subsampling.
public final class Quantized {

  private static final int SIDE = 8;
  private static final int[] ZIGZAG = zigzag();

  private final int across;
  private final int down;
  private final int[][][] blocks;

  /// @param step the divisor of every coefficient
  public Quantized(Picture picture, int step) {
    this.across = (picture.width() + SIDE - 1) / SIDE;
    this.down = (picture.height() + SIDE - 1) / SIDE;
    this.blocks = new int[3][across * down][];
    for (int channel = 0; channel < 3; channel++) {
      for (int block = 0; block < across * down; block++) {
        blocks[channel][block] =
            transform(samples(picture, channel, block % across, block / across), step);
      }
    }
  }

  private static double[] samples(Picture picture, int channel, int column, int row) {
    double[] samples = new double[SIDE * SIDE];
    for (int i = 0; i < samples.length; i++) {
      int x = Math.min(picture.width() - 1, column * SIDE + i % SIDE);
      int y = Math.min(picture.height() - 1, row * SIDE + i / SIDE);
      int[] c = picture.channels(x, y);
      samples[i] =
          switch (channel) {
            case 0 -> 0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2] - 128;
            case 1 -> -0.168736 * c[0] - 0.331264 * c[1] + 0.5 * c[2];
            default -> 0.5 * c[0] - 0.418688 * c[1] - 0.081312 * c[2];
          };
    }
    return samples;
  }

  private static int[] transform(double[] samples, int step) {
    int[] coefficients = new int[SIDE * SIDE];
    for (int k = 0; k < coefficients.length; k++) {
      int u = ZIGZAG[k] % SIDE;
      int v = ZIGZAG[k] / SIDE;
      double sum = 0;
      for (int i = 0; i < samples.length; i++) {
        sum += samples[i] * wave(i % SIDE, u) * wave(i / SIDE, v);
      }
      coefficients[k] = (int) Math.round(sum / 4 / step);
    }
    return coefficients;
  }

  private static double wave(int at, int frequency) {
    return (frequency == 0 ? Math.sqrt(0.5) : 1)
        * Math.cos((2 * at + 1) * frequency * Math.PI / 16);
  }

  private static int[] zigzag() {
    int[] order = new int[SIDE * SIDE];
    int at = 0;
    for (int diagonal = 0; diagonal < 2 * SIDE - 1; diagonal++) {
      for (int i = 0; i <= diagonal; i++) {
        int y = diagonal % 2 == 0 ? diagonal - i : i;
        int x = diagonal - y;
        if (x < SIDE && y < SIDE) {
          order[at++] = y * SIDE + x;
        }
      }
    }
    return order;
  }

  /// @return the number of blocks per channel
  public int count() {
    return across * down;
  }

  /// @return a block's coefficients
  public int[] block(int channel, int index) {
    return blocks[channel][index];
  }
}
