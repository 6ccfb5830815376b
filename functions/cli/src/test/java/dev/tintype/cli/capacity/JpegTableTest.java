package dev.tintype.cli.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

class JpegTableTest {

  private static byte[] jpeg(float quality) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(quality);
      writer.write(
          null,
          new IIOImage(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), null, null),
          how);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  @Test
  void aHigherQualityHasSmallerNumbers() throws Exception {
    double good = JpegTable.mean(jpeg(0.95f)).orElseThrow();
    double bad = JpegTable.mean(jpeg(0.5f)).orElseThrow();
    assertThat(good).isBetween(1.0, 10.0);
    assertThat(bad).isBetween(40.0, 80.0);
  }

  @Test
  void nothingIsReadOfOtherFilesAndOfPartsOfOne() throws Exception {
    byte[] whole = jpeg(0.9f);
    for (int length = 0; length < 60; length++) {
      assertThat(JpegTable.mean(Arrays.copyOf(whole, length))).as(length + " bytes").isEmpty();
    }
    assertThat(JpegTable.mean(new byte[] {(byte) 0x89, 'P', 'N', 'G'})).isEmpty();
    byte[] endless = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe1, 0, 0, 0, 0};
    assertThat(JpegTable.mean(endless)).isEmpty();
  }
}
