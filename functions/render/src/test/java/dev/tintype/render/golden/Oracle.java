package dev.tintype.render.golden;

import dev.tintype.core.Format;
import dev.tintype.render.specimens.Bytes;
import dev.tintype.render.specimens.Picture;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// Independent decoders: the JDK's for JPEG and PNG, TwelveMonkeys' in pure Java for opaque WebP,
/// libwebp and libavif as WebAssembly under Node for WebP with alpha and AVIF. Also the reference
/// code of ThumbHash.
public final class Oracle implements AutoCloseable {

  private final Path folder;
  private final Process node;
  private final PrintWriter questions;
  private final BufferedReader answers;

  /// Starts Node with the packages of `src/test/oracle`, which the build has installed.
  public Oracle() {
    try {
      folder = Files.createTempDirectory("oracle");
      node =
          new ProcessBuilder(
                  "node",
                  Path.of("src/test/oracle/answer.mjs").toAbsolutePath().toString(),
                  System.getProperty("tintype.oracle", "target/oracle"))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("Node is needed for the golden tests", e);
    }
    questions = new PrintWriter(node.outputWriter(StandardCharsets.UTF_8), true);
    answers =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
  }

  /// The picture in a file, or its first frame.
  public Picture decode(Format format, byte[] file) {
    return switch (format) {
      case AVIF -> askPixels("avif", file);
      case WEBP -> hasAlphaChunk(file) ? askPixels("webp", file) : frames(file).getFirst();
      case JPEG -> decode("jpeg", file).getFirst();
      case PNG -> decode("png", file).getFirst();
    };
  }

  /// Every frame of a WebP, each decoded alone: areas kept from the previous frame are transparent.
  public List<Picture> frames(byte[] webp) {
    return decode("webp", webp);
  }

  private static List<Picture> decode(String format, byte[] file) {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in);
      List<Picture> frames = new ArrayList<>();
      for (int i = 0; i < reader.getNumImages(/* allowSearch= */ true); i++) {
        BufferedImage image = reader.read(i);
        frames.add(Picture.paint(image.getWidth(), image.getHeight(), image::getRGB));
      }
      return frames;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      reader.dispose();
    }
  }

  /// TwelveMonkeys 3.12.0 fails on some alpha planes with an index out of bounds.
  private static boolean hasAlphaChunk(byte[] webp) {
    String head = new String(webp, 0, Math.min(64, webp.length), StandardCharsets.ISO_8859_1);
    return head.contains("ALPH") || head.contains("VP8L");
  }

  private Picture askPixels(String format, byte[] file) {
    String[] size = ask(format, file).split(" ", 2);
    int width = Integer.parseInt(size[0]);
    int height = Integer.parseInt(size[1]);
    try {
      byte[] rgba = Files.readAllBytes(folder.resolve("question.rgba"));
      return Picture.paint(
          width,
          height,
          (x, y) -> {
            int at = 4 * (y * width + x);
            return (rgba[at] & 0xff) << 16
                | (rgba[at + 1] & 0xff) << 8
                | (rgba[at + 2] & 0xff)
                | rgba[at + 3] << 24;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The ThumbHash of a picture by the reference code, in Base64.
  public String thumbhash(Picture picture) {
    Bytes bytes = new Bytes().u32(picture.width()).u32(picture.height());
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        bytes.u8(picture.channels(x, y));
      }
    }
    return ask("thumbhash", bytes.done());
  }

  private synchronized String ask(String what, byte[] file) {
    try {
      Path question = folder.resolve("question");
      Files.write(question, file);
      questions.println(what + " " + question);
      String answer = Objects.requireNonNull(answers.readLine(), "Node has ended");
      if (!answer.startsWith("ok ")) {
        throw new IllegalStateException(what + ": " + answer);
      }
      return answer.substring(3);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    questions.close();
    node.destroy();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
