package dev.tintype.cli.sample;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A lake in front of mountains at dusk, painted pixel by pixel. A smooth sky, fine ridges, ripples
/// and grain make it a fair test for every encoder.
public final class Landscape {

  private static final double SHORE = 0.68;
  private static final int RIDGES = 5;
  private static final float QUALITY = 0.93f;

  private final int width;
  private final int height;
  private final Noise noise;
  private final double sunX;

  /// @param width px
  /// @param height px
  /// @param seed selects the picture
  public Landscape(int width, int height, long seed) {
    this.width = width;
    this.height = height;
    this.noise = new Noise(seed);
    this.sunX = 0.62 + 0.2 * noise.at(3, 5);
  }

  /// Writes the picture as a JPEG.
  ///
  /// @param file must not exist
  public void write(Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam options = writer.getDefaultWriteParam();
    options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    options.setCompressionQuality(QUALITY);
    // Java's own choice of a stream needs a folder for temporary files, which a container may lack.
    try (OutputStream bytes = Files.newOutputStream(file);
        ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(paint(), null, null), options);
    } finally {
      writer.dispose();
    }
  }

  private BufferedImage paint() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    double[][] ridges = ridges();
    IntStream.range(0, height)
        .parallel()
        .forEach(y -> image.setRGB(0, y, width, 1, row(y, ridges), 0, width));
    return image;
  }

  /// The height of each ridge at each column, as a fraction of the image height from the top.
  private double[][] ridges() {
    double[][] ridges = new double[RIDGES][width];
    for (int ridge = 0; ridge < RIDGES; ridge++) {
      double near = ridge / (RIDGES - 1.0);
      double foot = Noise.mix(0.50, 0.665, near);
      double peak = Noise.mix(0.26, 0.07, near);
      for (int x = 0; x < width; x++) {
        double u = (double) x / width;
        double rough = noise.fractal(u * Noise.mix(3, 7, near) + 31 * ridge, ridge * 7.7, 10);
        ridges[ridge][x] = foot - peak * (0.35 + 0.9 * rough);
      }
    }
    return ridges;
  }

  private int[] row(int y, double[][] ridges) {
    int[] row = new int[width];
    for (int x = 0; x < width; x++) {
      double v = (y + 0.5) / height;
      Light light = v < SHORE ? land(x, v, ridges) : water(x, v, ridges);
      double corner = Math.hypot((double) x / width - 0.5, v - 0.5);
      double grain = 0.012 * (noise.at(x, y) + noise.at(x + 7919L, y + 104729L));
      row[x] = light.times(1.06 - 0.42 * corner * corner).plus(grain).rgb();
    }
    return row;
  }

  private Light land(int x, double v, double[][] ridges) {
    for (int ridge = RIDGES - 1; ridge >= 0; ridge--) {
      if (v > ridges[ridge][x]) {
        return ridge(x, v, ridge, v - ridges[ridge][x]);
      }
    }
    return sky((double) x / width, v);
  }

  private Light ridge(int x, double v, int ridge, double depth) {
    double near = ridge / (RIDGES - 1.0);
    double u = (double) x / width;
    Light far = new Light(0.56, 0.47, 0.55);
    Light close = new Light(0.055, 0.075, 0.085);
    double relief = noise.fractal(u * 90 + ridge * 5, v * 110, 8);
    double snow = near < 0.6 ? Math.clamp(0.25 - depth * 9 + 1.2 * relief, 0, 1) * (0.7 - near) : 0;
    double haze = Math.clamp(depth * 4, 0, 1) * (1 - near) * 0.35;
    return far.mix(close, Math.sqrt(near))
        .times(1 + Noise.mix(0.22, 0.6, near) * relief)
        .mix(new Light(0.98, 0.80, 0.74), snow)
        .mix(new Light(0.78, 0.60, 0.58), haze);
  }

  private Light sky(double u, double v) {
    Light zenith = new Light(0.13, 0.20, 0.40);
    Light middle = new Light(0.72, 0.50, 0.56);
    Light horizon = new Light(1.0, 0.72, 0.44);
    double t = v / 0.56;
    Light air = t < 0.55 ? zenith.mix(middle, t / 0.55) : middle.mix(horizon, (t - 0.55) / 0.45);
    double distance = Math.hypot((u - sunX) * width / height, v - 0.43);
    double glow = Math.exp(-distance * 5.5);
    double disc = 1 / (1 + Math.exp((distance - 0.035) * 700));
    double cloud = cloud(u, v);
    Light lit =
        new Light(1.0, 0.62, 0.44).mix(new Light(0.45, 0.33, 0.43), Math.clamp(1.3 - t, 0, 1));
    return air.mix(lit, cloud)
        .plus(new Light(0.42, 0.26, 0.10).times(glow))
        .mix(new Light(1.0, 0.95, 0.82), disc * (1 - 0.7 * cloud));
  }

  private double cloud(double u, double v) {
    double bend = noise.fractal(u * 2.2, v * 5, 4);
    double cover = noise.fractal(u * 3 + bend, v * 16 + 2 * bend + 40, 7);
    return 0.85 * Math.clamp(cover * 3.2 - 0.25, 0, 1) * Math.clamp(v * 5, 0.25, 1);
  }

  private Light water(int x, double v, double[][] ridges) {
    double below = v - SHORE;
    double scale = 1 / (below + 0.02);
    double ripple = noise.fractal((double) x / width * 9 * scale * 0.35, scale * 9, 6);
    double mirrored = SHORE - below * 1.25 + ripple * below * 0.35;
    int shifted = Math.clamp(x + Math.round(ripple * width * 0.012), 0, width - 1);
    Light reflected = land(shifted, Math.clamp(mirrored, 0.001, SHORE - 0.001), ridges);
    double across = ((double) x / width - sunX) * 9 / (0.4 + below * 4);
    double glitter =
        Math.exp(-across * across)
            * Math.clamp(ripple * 5 - 0.4, 0, 1)
            * Math.clamp(below * 9, 0, 1);
    double edge = Math.exp(-below * 120);
    return reflected
        .times(0.80 + 0.18 * ripple)
        .mix(new Light(0.05, 0.10, 0.15), 0.16 + below * 0.7)
        .plus(new Light(1.0, 0.66, 0.36).times(0.7 * glitter))
        .times(1 - 0.5 * edge);
  }

  /// A colour with channels from 0 to 1; brighter values are allowed until it is drawn.
  private record Light(double red, double green, double blue) {

    Light mix(Light other, double share) {
      return new Light(
          Noise.mix(red, other.red, share),
          Noise.mix(green, other.green, share),
          Noise.mix(blue, other.blue, share));
    }

    Light times(double factor) {
      return new Light(red * factor, green * factor, blue * factor);
    }

    Light plus(Light other) {
      return new Light(red + other.red, green + other.green, blue + other.blue);
    }

    Light plus(double all) {
      return new Light(red + all, green + all, blue + all);
    }

    int rgb() {
      return level(red) << 16 | level(green) << 8 | level(blue);
    }

    private static int level(double amount) {
      return (int) Math.round(255 * Math.clamp(amount, 0, 1));
    }
  }
}
