package dev.tintype.render.golden;

import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Focus;
import dev.tintype.core.Format;
import dev.tintype.core.Formats;
import dev.tintype.core.Gravity;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.render.specimens.Exif;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.Tiff;
import dev.tintype.render.specimens.VipsWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The digests of all files made from generated originals of every format, one line each.
final class GoldenBytes {

  /// Fixed recipes, because a change to the shipped recipes changes versions anyway.
  private static final Recipe QUICK = recipe("quick", 58, 0, 70, 2);

  private static final Recipe CAREFUL = recipe("careful", 57, 3, 70, 4);

  /// Every option that the other recipes do not use.
  private static final Recipe OPTIONS =
      new Recipe(
          "options",
          List.of(
              Size.ofWidth(160),
              Size.ofWidth(640),
              box("sharp", /* sharpen= */ true, Exactness.LOSSLESS),
              box("full", /* sharpen= */ false, fullChroma())),
          Exactness.LOSSLESS,
          "#ffffff",
          /* animation= */ true);

  private static final Focus FOCUS = new Focus(9000, 2500);

  private GoldenBytes() {}

  private static Size box(String name, boolean sharpen, Formats formats) {
    return new Size(
        new SizeName(name), 320, 320, new Fit.Inside(false), sharpen, Optional.of(formats));
  }

  private static Formats fullChroma() {
    Encoding.Lossy lossy = new Encoding.Lossy(70, Encoding.Chroma.FULL);
    Encoding encoding = new Encoding(Encoding.ANY_WIDTH, lossy, 1);
    return new Formats(Map.of(Format.AVIF, List.of(encoding), Format.JPEG, List.of(encoding)));
  }

  private static Recipe recipe(
      String name, int avifQuality, int avifEffort, int webpQuality, int webpEffort) {
    int any = Encoding.ANY_WIDTH;
    return new Recipe(
        name,
        Size.widths(160, 320, 640, 960, 1280, 1920, 2560),
        Map.of(
            Format.AVIF, List.of(new Encoding(any, avifQuality, avifEffort)),
            Format.WEBP, List.of(new Encoding(any, webpQuality, webpEffort)),
            Format.JPEG, List.of(new Encoding(any, 71, 1))),
        "#ffffff",
        /* animation= */ true);
  }

  /// Prints the lines, for a process with its own settings.
  public static void main(String[] arguments) {
    lines().forEach(System.out::println);
  }

  /// Lines of recipe, original, file and digest, always in the same order.
  static List<String> lines() {
    Darkroom darkroom = new Darkroom();
    List<String> lines = new ArrayList<>();
    for (Recipe recipe : List.of(QUICK, CAREFUL, Golden.RECIPE, OPTIONS)) {
      originals()
          .forEach((name, original) -> {
            darkroom
                .develop(original, recipe)
                .files()
                .forEach((file, bytes) ->
                    lines.add(
                        recipe.name() + " " + name + " " + file + " " + Sha256.of(bytes).hex()));
          });
    }
    lines.addAll(crops(darkroom));
    lines.addAll(marks(darkroom));
    lines.addAll(graphics(darkroom));
    return lines;
  }

  /// Lines of a flat original and of another one, under a recipe that tells them apart.
  private static List<String> graphics(Darkroom darkroom) {
    List<String> lines = new ArrayList<>();
    Map<String, byte[]> originals = new LinkedHashMap<>();
    originals.put("logo-png", Png.of(Png.Type.RGB).encode(Graphics.LOGO));
    originals.put("png", Objects.requireNonNull(originals().get("png")));
    originals.forEach((name, original) ->
        darkroom
            .develop(original, Graphics.RECIPE)
            .files()
            .forEach((file, bytes) ->
                lines.add(
                    Graphics.RECIPE.name()
                        + " "
                        + name
                        + " "
                        + file
                        + " "
                        + Sha256.of(bytes).hex())));
    return lines;
  }

  /// Lines of a watermark at each place, over opaque, transparent, turned and moving pictures.
  private static List<String> marks(Darkroom darkroom) {
    List<String> lines = new ArrayList<>();
    for (Gravity gravity : Gravity.values()) {
      Recipe recipe =
          Marked.recipe(
              Marked.watermark(gravity, 70),
              Exactness.LOSSLESS,
              Marked.box("box", 90, 60, new Fit.Inside(false), /* marked= */ true),
              64);
      for (String name : List.of("turned-jpeg", "glass-png", "moving-gif")) {
        darkroom
            .develop(Objects.requireNonNull(originals().get(name)), recipe, Marked.FILE)
            .files()
            .forEach((file, bytes) ->
                lines.add(
                    "%s@%s %s %s %s"
                        .formatted(
                            recipe.name(), gravity.id(), name, file, Sha256.of(bytes).hex())));
      }
    }
    return lines;
  }

  /// Lines of crops by attention, with and without a focal point.
  private static List<String> crops(Darkroom darkroom) {
    Recipe recipe = Cut.recipe(120, 90, new Fit.Attention());
    List<String> lines = new ArrayList<>();
    for (String name : List.of("jpeg", "turned-jpeg", "glass-png", "moving-gif")) {
      byte[] original = Objects.requireNonNull(originals().get(name));
      for (Optional<Focus> focus : List.of(Optional.<Focus>empty(), Optional.of(FOCUS))) {
        darkroom
            .develop(original, recipe, focus)
            .files()
            .forEach((file, bytes) ->
                lines.add(
                    "%s %s%s %s %s"
                        .formatted(
                            recipe.name(),
                            name,
                            focus.map(at -> "@" + at.x() + "," + at.y()).orElse(""),
                            file,
                            Sha256.of(bytes).hex())));
      }
    }
    return lines;
  }

  /// JPEG and PNG originals are written without libvips, so that its codecs cannot change them.
  private static Map<String, byte[]> originals() {
    Picture scene = Picture.scene(700, 500);
    Picture small = Picture.scene(180, 120).mapped(argb -> argb & 0xfff0f0c0);
    VipsWriter vips = new VipsWriter(Darkroom.VIPS);
    Map<String, byte[]> originals = new LinkedHashMap<>();
    originals.put("jpeg", Jpeg.plain(92).encode(scene));
    originals.put(
        "turned-jpeg",
        Jpeg.plain(92).inScans().with(Jpeg.Segment.exif(Exif.of(6))).encode(small.stored(6)));
    originals.put("png", Png.of(Png.Type.RGB).deep().encode(small));
    originals.put("glass-png", Png.of(Png.Type.RGBA).encode(Picture.glass(180, 120)));
    originals.put(
        "p3-png", Png.of(Png.Type.RGB).with(Png.Chunk.profile(vips.profile("p3"))).encode(small));
    originals.put("moving-gif", new Gif(70, 0).encode(List.of(small, small.stored(3), small)));
    originals.put("tiff", Tiff.plain().encode(small));
    originals.put("cmyk-jpeg", vips.cmykJpeg(small, "Q=95"));
    originals.put("webp", vips.webp(small, "lossless"));
    originals.put("avif", vips.avif(small, "Q=90"));
    return originals;
  }
}
