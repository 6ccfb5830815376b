package dev.tintype.render.hostile;

import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.Tiff;
import dev.tintype.render.specimens.VipsWriter;
import dev.tintype.vips.Vips;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Valid files of every supported format, as input for damage.
public final class Whole {

  private Whole() {}

  /// @return files by description
  public static Map<String, byte[]> files(Vips vips) {
    VipsWriter writer = new VipsWriter(vips);
    Picture scene = Picture.scene(200, 150);
    Picture few = scene.mapped(argb -> argb & 0xffe0e0c0);
    List<Picture> moving = List.of(few, few.stored(3), few.stored(2), few.stored(4));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("jpeg", Jpeg.plain(80).encode(scene));
    files.put("progressive jpeg", Jpeg.plain(80).inScans().encode(scene));
    files.put("cmyk jpeg", writer.cmykJpeg(scene, "restart-interval=8"));
    files.put("png", Png.of(Png.Type.RGB).encode(scene));
    files.put("interlaced png", Png.of(Png.Type.RGBA).interlaced().encode(scene));
    files.put("16-bit png", Png.of(Png.Type.RGB).deep().encode(scene));
    files.put("lossy webp", writer.webp(scene, "Q=80"));
    files.put("lossless webp", writer.webp(scene, "lossless"));
    files.put("moving webp", writer.webp(moving, new int[] {50, 50, 50, 50}, 0, 1));
    files.put("avif", writer.avif(scene, "Q=80"));
    files.put("12-bit avif", writer.avif(scene, "Q=80,bitdepth=12,subsample-mode=off"));
    files.put("gif", Gif.of(few));
    files.put("moving gif", new Gif(50, 0).encode(moving));
    files.put("tiff, directory first", Tiff.plain().encode(scene));
    files.put(
        "tiff, directory last",
        new Tiff(/* big= */ false, 8, 16, /* directoryFirst= */ false, 3).encode(scene));
    files.put(
        "big tiff", new Tiff(/* big= */ true, 16, 16, /* directoryFirst= */ true, 3).encode(scene));
    return files;
  }
}
