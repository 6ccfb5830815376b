package dev.tintype.cli.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class BlurTest {

  /// Mountains under a blue sky, 4000 × 3000 px.
  private static final String MOUNTAINS = "2vcJNYZ2VHeveHemh2iWdoiAhQhX";

  @Test
  void aHashBecomesASmallPngOfItsShape() throws IOException {
    BufferedImage image = decode(MOUNTAINS);
    assertThat(image.getWidth()).isEqualTo(32);
    assertThat(image.getHeight()).isEqualTo(23);
    assertThat(image.getRGB(16, 10) >>> 24).isEqualTo(255);
  }

  @Test
  void theMeanColourMatchesTheHash() throws IOException {
    BufferedImage image = decode(MOUNTAINS);
    long[] sum = new long[3];
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        for (int channel = 0; channel < 3; channel++) {
          sum[channel] += (image.getRGB(x, y) >> (16 - 8 * channel)) & 255;
        }
      }
    }
    byte[] hash = Base64.getDecoder().decode(MOUNTAINS);
    double l = (hash[0] & 63) / 63.0;
    double p = (((hash[0] & 255) >> 6) | ((hash[1] & 15) << 2)) / 31.5 - 1;
    double q = (((hash[1] & 255) >> 4) | ((hash[2] & 3) << 4)) / 31.5 - 1;
    double blue = l - 2.0 / 3 * p;
    double red = (3 * l - blue + q) / 2;
    double pixels = image.getWidth() * image.getHeight() * 255.0;
    assertThat(sum[0] / pixels).isCloseTo(red, within());
    assertThat(sum[1] / pixels).isCloseTo(red - q, within());
    assertThat(sum[2] / pixels).isCloseTo(blue, within());
  }

  /// Values outside the range of a pixel are clipped, which shifts the mean a little.
  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(0.02);
  }

  private static BufferedImage decode(String hash) throws IOException {
    String url = Blur.dataUrl(hash);
    assertThat(url).startsWith("data:image/png;base64,");
    byte[] png = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
    return ImageIO.read(new ByteArrayInputStream(png));
  }
}
