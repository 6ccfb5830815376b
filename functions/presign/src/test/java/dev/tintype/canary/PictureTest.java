package dev.tintype.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureTest {

  @Test
  void anotherDecoderReadsTheGradient() throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Picture.png(new Random(1))));
    assertThat(image.getWidth()).isEqualTo(160);
    assertThat(image.getHeight()).isEqualTo(120);
    assertThat(image.getRGB(159, 0) >> 16 & 0xff).isGreaterThan(250);
    assertThat(image.getRGB(0, 119) >> 8 & 0xff).isGreaterThan(250);
  }

  @Test
  void twoPicturesDiffer() {
    Random random = new Random(2);
    assertThat(Picture.png(random)).isNotEqualTo(Picture.png(random));
  }
}
