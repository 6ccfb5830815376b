package dev.tintype.bench.input;

import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/// Originals that are costly to decode, made from the photographs. Some are enlarged to get more
/// pixels; that does not distort time and memory, but they cannot be used to judge quality.
public final class HeavyOriginals {

  /// One heavy original.
  ///
  /// @param photo the photograph it is made from
  /// @param megapixels its size
  /// @param extension its format
  /// @param options the options of the save operation
  private record Heavy(String photo, int megapixels, String extension, String options) {}

  private static final Map<String, Heavy> ALL = new LinkedHashMap<>();

  static {
    ALL.put("png16-50mp", new Heavy("p12", 50, "png", "compression=6,bitdepth=16,filter=all"));
    ALL.put("avif-24mp", new Heavy("p24", 24, "avif", "Q=80,effort=0,compression=av1,bitdepth=8"));
    ALL.put("cmyk-24mp", new Heavy("p24", 24, "jpg", "Q=92"));
    ALL.put("progressive-100mp", new Heavy("p24", 100, "jpg", "Q=90,interlace=true"));
    ALL.put("webp-48mp", new Heavy("p24", 48, "webp", "Q=85,effort=0"));
    ALL.put("small-2mp", new Heavy("picos8", 2, "jpg", "Q=92"));
  }

  private final Vips vips;
  private final Photos photos;
  private final Path folder;

  /// @param folder stores the files
  public HeavyOriginals(Vips vips, Photos photos, Path folder) {
    this.vips = vips;
    this.photos = photos;
    this.folder = folder;
  }

  /// @return whether an original has this name
  public static boolean has(String name) {
    return ALL.containsKey(name);
  }

  /// @return the file, created unless it exists
  /// @throws IllegalArgumentException when no original has this name
  public Path file(String name) throws IOException {
    Heavy heavy = ALL.get(name);
    if (heavy == null) {
      throw new IllegalArgumentException("no heavy original " + name + "; known: " + ALL.keySet());
    }
    Path file = folder.resolve(name + "." + heavy.extension());
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      Path part = folder.resolve(name + ".part." + heavy.extension());
      make(name, heavy, part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  private void make(String name, Heavy heavy, Path target) {
    try (VipsImage photo = vips.image(load(heavy));
        VipsImage sized = sized(photo, heavy.megapixels());
        VipsImage wanted = converted(name, sized)) {
      String saver =
          switch (heavy.extension()) {
            case "png" -> "pngsave";
            case "avif" -> "heifsave";
            case "webp" -> "webpsave";
            default -> "jpegsave";
          };
      vips.run(
          VipsOperation.named(saver)
              .withOptions(heavy.options())
              .with("in", wanted)
              .with("filename", target.toString())
              .with("keep", name.startsWith("cmyk") ? "icc" : "none"));
    }
  }

  private VipsOperation load(Heavy heavy) {
    return VipsOperation.named("jpegload").with("filename", photos.file(heavy.photo()).toString());
  }

  private VipsImage sized(VipsImage photo, int megapixels) {
    double scale = Math.sqrt(megapixels * 1e6 / ((double) photo.width() * photo.height()));
    return vips.image(VipsOperation.named("resize").with("in", photo).with("scale", scale));
  }

  private VipsImage converted(String name, VipsImage image) {
    return switch (name) {
      case "png16-50mp" ->
          vips.image(VipsOperation.named("colourspace").with("in", image).with("space", "rgb16"));
      case "cmyk-24mp" ->
          vips.image(
              VipsOperation.named("icc_transform")
                  .with("in", image)
                  .with("output-profile", "cmyk")
                  .with("input-profile", "srgb"));
      default -> image.copy();
    };
  }
}
