package dev.tintype.render.golden;

import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.render.golden.Darkroom.Developed;
import dev.tintype.render.specimens.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Recipes with one crop named `cut`, and what it shows.
final class Cut {

  private Cut() {}

  /// A recipe of two widths and a crop, in high quality.
  static Recipe recipe(int width, int height, Fit.Aim aim) {
    List<Size> sizes = new ArrayList<>(Size.widths(64, 320));
    sizes.add(new Size(new SizeName("cut"), width, height, new Fit.Cover(false, aim)));
    return of(sizes);
  }

  /// A recipe in high quality.
  static Recipe of(List<Size> sizes) {
    return new Recipe("cut", sizes, Golden.RECIPE.formats(), "#20a040", /* animation= */ true);
  }

  /// The file of the crop in a format.
  static byte[] file(Developed developed, Format format) {
    return file(developed, "cut", format);
  }

  /// The file of a size in a format.
  static byte[] file(Developed developed, String size, Format format) {
    String name =
        developed.plan().variants().stream()
            .filter(v -> v.size().name().text().equals(size) && v.file().format() == format)
            .findFirst()
            .orElseThrow()
            .file()
            .name();
    return Objects.requireNonNull(developed.files().get(name), name);
  }

  /// The digest of each file, by name.
  static Map<String, Sha256> digests(Developed developed) {
    Map<String, Sha256> digests = new TreeMap<>();
    developed.files().forEach((name, bytes) -> digests.put(name, Sha256.of(bytes)));
    return digests;
  }

  /// Asserts that the crop looks like a picture in every format.
  static void assertShows(Picture wanted, Developed developed, Oracle oracle) {
    for (Format format : Golden.RECIPE.formats().all()) {
      Picture seen = oracle.decode(format, file(developed, format));
      Golden.assertAlike(format.id(), wanted, seen, 0.97, 2.5);
    }
  }
}
