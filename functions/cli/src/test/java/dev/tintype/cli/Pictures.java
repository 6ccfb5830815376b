package dev.tintype.cli;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// Generated pictures.
public final class Pictures {

  private Pictures() {}

  /// Writes a JPEG with a gradient and some edges.
  public static Path jpeg(Path file, int width, int height, int hue) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setPaint(
        new GradientPaint(0, 0, new Color(hue, 60, 200 - hue / 2), width, height, Color.ORANGE));
    pen.fillRect(0, 0, width, height);
    pen.setColor(Color.WHITE);
    for (int i = 0; i < 12; i++) {
      pen.fillOval(width * i / 12, height * (i * 5 % 12) / 12, width / 16 + 1, height / 16 + 1);
    }
    pen.dispose();
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (!ImageIO.write(image, "jpeg", file.toFile())) {
      throw new IOException("no JPEG writer");
    }
    return file;
  }
}
