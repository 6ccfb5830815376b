package dev.tintype.bench.platform;

import dev.tintype.bench.input.Photos;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Generates many photographs of many sizes from a few real ones: crops, reduced, rotated, saved as
/// JPEG in several qualities. A number always gives the same photograph.
///
/// Sizes are distributed evenly over the logarithm of 0.5 to 24 MP, in every short sequence too.
public final class MixedPhotos {

  private static final long SEED = 20_261_123;
  private static final double SMALLEST_MP = 0.5;
  private static final double LARGEST_MP = 24;

  /// Its multiples modulo 1 fill the unit interval evenly.
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private static final List<String> SOURCES =
      List.of("dragonfly13", "kleiber20", "life6", "p12", "p24", "picos8", "sunset12");
  private static final int[] QUALITIES = {80, 85, 90, 92, 95};

  private final Vips vips;
  private final Photos photos;
  private final Path folder;

  /// @param folder stores the files
  public MixedPhotos(Vips vips, Photos photos, Path folder) {
    this.vips = vips;
    this.photos = photos;
    this.folder = folder;
  }

  /// @param first the number of the first photograph, from 0
  /// @return that many photographs, created unless they exist
  public List<Path> some(int first, int count) throws IOException {
    return made(IntStream.range(first, first + count));
  }

  /// @param mostPixels at least those of the smallest photograph
  /// @return the first photographs with at most so many pixels, created unless they exist
  public List<Path> small(int count, double mostPixels) throws IOException {
    return made(
        IntStream.iterate(0, number -> number + 1)
            .filter(number -> pixels(number) <= mostPixels)
            .limit(count));
  }

  private List<Path> made(IntStream numbers) throws IOException {
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    for (int number : numbers.toArray()) {
      Path file = folder.resolve("%04d.jpg".formatted(number));
      if (!Files.exists(file)) {
        Path part = folder.resolve("part.jpg");
        make(number, part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      }
      files.add(file);
    }
    return files;
  }

  /// @return the approximate number of pixels of a photograph
  public static double pixels(int number) {
    double place = (number * GOLDEN) % 1;
    return SMALLEST_MP * Math.pow(LARGEST_MP / SMALLEST_MP, place) * 1e6;
  }

  private void make(int number, Path target) {
    Random random = new Random(SEED + number);
    double pixels = pixels(number);
    try (VipsImage photo = photo(pixels, random);
        VipsImage window = window(photo, pixels, random);
        VipsImage sized = sized(window, pixels);
        VipsImage turned = turned(sized, random)) {
      vips.run(
          VipsOperation.named("jpegsave")
              .with("in", turned)
              .with("filename", target.toString())
              .with("Q", QUALITIES[random.nextInt(QUALITIES.length)])
              .with("interlace", random.nextInt(8) == 0)
              .with("keep", "icc"));
    }
  }

  /// Chooses one of the sources that have enough pixels, or the largest.
  private VipsImage photo(double pixels, Random random) {
    for (int turn = 0; turn < 100; turn++) {
      VipsImage photo = open(SOURCES.get(random.nextInt(SOURCES.size())));
      if ((double) photo.width() * photo.height() >= pixels) {
        return photo;
      }
      photo.close();
    }
    return open("p24");
  }

  private VipsImage open(String name) {
    return vips.image(
        VipsOperation.named("jpegload").with("filename", photos.file(name).toString()));
  }

  /// Crops a part of the photograph with at least the wanted pixels.
  private VipsImage window(VipsImage photo, double pixels, Random random) {
    double least = Math.min(1, Math.sqrt(pixels / ((double) photo.width() * photo.height())));
    double share = Math.max(least, 0.6) + random.nextDouble() * (1 - Math.max(least, 0.6));
    int width = (int) Math.min(photo.width(), Math.ceil(photo.width() * share));
    int height = (int) Math.min(photo.height(), Math.ceil(photo.height() * share));
    return vips.image(
        VipsOperation.named("extract_area")
            .with("input", photo)
            .with("left", random.nextInt(photo.width() - width + 1))
            .with("top", random.nextInt(photo.height() - height + 1))
            .with("width", width)
            .with("height", height));
  }

  private VipsImage sized(VipsImage window, double pixels) {
    double scale = Math.sqrt(pixels / ((double) window.width() * window.height()));
    return vips.image(
        VipsOperation.named("resize").with("in", window).with("scale", Math.min(1, scale)));
  }

  /// Makes one in four portrait.
  private VipsImage turned(VipsImage sized, Random random) {
    return random.nextInt(4) == 0
        ? vips.image(VipsOperation.named("rot").with("in", sized).with("angle", "d90"))
        : sized.copy();
  }
}
