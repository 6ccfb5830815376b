package dev.tintype.render.fuzz;

import dev.tintype.core.Sha256;
import dev.tintype.render.specimens.Exif;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.Tiff;
import dev.tintype.render.specimens.VipsWriter;
import dev.tintype.vips.Vips;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Small valid images of every kind, from which the fuzzer starts.
final class Corpus {

  private static final Picture SCENE = Picture.scene(40, 30);
  private static final Picture GLASS = Picture.glass(33, 17);
  private static final Picture FEW = SCENE.mapped(argb -> argb & 0xffc0c0c0);

  private final List<List<Seedling>> byFormat;

  private Corpus(List<List<Seedling>> byFormat) {
    this.byFormat = byFormat;
  }

  /// An image to start from.
  ///
  /// @param container its format
  /// @param file its bytes
  @SuppressWarnings("ArrayRecordComponent")
  record Seedling(Container container, byte[] file) {}

  static Corpus of(Vips vips) {
    List<Seedling> all = all(vips);
    return new Corpus(
        Stream.of(Container.values())
            .map(format -> all.stream().filter(s -> s.container() == format).toList())
            .toList());
  }

  /// Chooses the image for a mutant; every format gets equally many.
  Seedling seedling(long number, RandomGenerator random) {
    List<Seedling> format = byFormat.get((int) (number % byFormat.size()));
    return format.get(random.nextInt(format.size()));
  }

  /// Identifies the exact bytes, so that a run continues with the images it began with.
  String digest() {
    MessageDigest digest = Sha256.newDigest();
    byFormat.forEach(seedlings -> seedlings.forEach(s -> digest.update(s.file())));
    return Sha256.of(digest).toString();
  }

  private static List<Seedling> all(Vips vips) {
    VipsWriter writer = new VipsWriter(vips);
    byte[] p3 = writer.profile("p3");
    List<Seedling> all = new ArrayList<>();
    add(all, Container.JPEG, Jpeg.plain(80).encode(SCENE));
    add(all, Container.JPEG, Jpeg.plain(80).inScans().encode(SCENE));
    add(all, Container.JPEG, Jpeg.plain(80).inGrey().encode(SCENE));
    add(
        all,
        Container.JPEG,
        Jpeg.plain(80)
            .with(Jpeg.Segment.exif(Exif.of(6)))
            .with(Jpeg.Segment.profile(p3))
            .encode(SCENE));
    add(all, Container.JPEG, writer.cmykJpeg(SCENE, "restart-interval=4"));
    for (Png.Type type : Png.Type.values()) {
      Picture picture = type == Png.Type.PALETTE ? FEW : GLASS;
      add(all, Container.PNG, Png.of(type).encode(picture));
      add(all, Container.PNG, Png.of(type).interlaced().encode(picture));
    }
    add(all, Container.PNG, Png.of(Png.Type.RGBA).deep().interlaced().encode(GLASS));
    add(
        all,
        Container.PNG,
        Png.of(Png.Type.RGB)
            .with(Png.Chunk.profile(p3))
            .with(Png.Chunk.exif(Exif.of(3)))
            .encode(SCENE));
    add(all, Container.GIF, Gif.of(FEW));
    add(all, Container.GIF, new Gif(50, 0).encode(List.of(FEW, FEW.stored(3), FEW)));
    add(all, Container.WEBP, writer.webp(SCENE, "Q=60"));
    add(all, Container.WEBP, writer.webp(GLASS, "Q=60"));
    add(all, Container.WEBP, writer.webp(GLASS, "lossless"));
    add(
        all,
        Container.WEBP,
        writer.webp(List.of(SCENE, SCENE.stored(3), SCENE), new int[] {40, 40, 40}, 2, 6));
    add(all, Container.AVIF, writer.avif(SCENE, "Q=50"));
    add(all, Container.AVIF, writer.avif(GLASS, "Q=50"));
    add(all, Container.AVIF, writer.avif(SCENE, "bitdepth=12,subsample-mode=off"));
    add(all, Container.AVIF, writer.avif(SCENE, "bitdepth=10,lossless"));
    add(all, Container.TIFF, Tiff.plain().encode(SCENE));
    add(all, Container.TIFF, new Tiff(false, 16, 7, /* directoryFirst= */ true, 3).encode(SCENE));
    add(all, Container.TIFF, new Tiff(true, 8, 7, /* directoryFirst= */ true, 3).encode(SCENE));
    return all;
  }

  private static void add(List<Seedling> all, Container container, byte[] file) {
    all.add(new Seedling(container, file));
  }
}
