package dev.tintype.render.format.jpeg;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// The result of the JDK's JPEG decoder for a file.
///
/// @param picture the decoded picture, if any
/// @param complaints its warnings, or why it refused the file
record SecondDecoder(Optional<BufferedImage> picture, List<String> complaints) {

  static SecondDecoder look(byte[] file) {
    List<String> complaints = new ArrayList<>();
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in);
      reader.addIIOReadWarningListener((source, warning) -> complaints.add(warning));
      return new SecondDecoder(Optional.of(reader.read(0)), complaints);
    } catch (IOException | RuntimeException e) {
      complaints.add(String.valueOf(e.getMessage()));
      return new SecondDecoder(Optional.empty(), complaints);
    } finally {
      reader.dispose();
    }
  }

  /// Whether both pictures are equal.
  boolean shows(BufferedImage other) {
    return picture
        .map(p ->
            java.util.Arrays.equals(
                p.getRGB(0, 0, p.getWidth(), p.getHeight(), null, 0, p.getWidth()),
                other.getRGB(0, 0, other.getWidth(), other.getHeight(), null, 0, other.getWidth())))
        .orElse(false);
  }
}
