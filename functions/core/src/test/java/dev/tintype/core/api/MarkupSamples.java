package dev.tintype.core.api;

import dev.tintype.core.Format;
import dev.tintype.core.ImageId;
import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.SizeName;
import dev.tintype.core.SmallRecipe;
import dev.tintype.core.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Manifests for tests of the markup.
final class MarkupSamples {

  private MarkupSamples() {}

  static Manifest manifest(List<Variant> variants) {
    return manifest(variants, false);
  }

  static Manifest manifest(List<Variant> variants, boolean alpha) {
    return new Manifest(
        new ImageId("a"),
        new Version("0123456789abcdef"),
        new Manifest.RecipeRef("r", Sha256.of("r")),
        new Manifest.OriginalInfo("gif", 300, 200, false, alpha, 3),
        new Manifest.RendererInfo(RenderRevision.parse("1-test"), "8", Map.of()),
        "",
        "#a0b0c0",
        variants);
  }

  static Variant variant(int size, Format format, int width, boolean animated) {
    return new Variant(
        SizeName.ofWidth(size),
        format,
        width,
        width * 2 / 3,
        9,
        Sha256.of("x"),
        animated,
        size + "." + format.extension());
  }

  static Variant crop(String size, Format format, int width, int height, boolean animated) {
    return new Variant(
        new SizeName(size),
        format,
        width,
        height,
        9,
        Sha256.of("x"),
        animated,
        size + "." + format.extension());
  }

  /// Two widths, a square, and a ratio of two widths, in WebP and JPEG.
  static Manifest cropped() {
    List<Variant> variants = new ArrayList<>();
    for (Format format : List.of(Format.WEBP, Format.JPEG)) {
      variants.add(variant(150, format, 150, false));
      variants.add(variant(300, format, 300, false));
      variants.add(crop("square", format, 200, 200, false));
      variants.add(crop("banner-160", format, 160, 90, false));
      variants.add(crop("banner-320", format, 300, 169, false));
    }
    return manifest(variants);
  }

  static String markup(Manifest manifest, String... query) {
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < query.length; i += 2) {
      parameters.put(query[i], query[i + 1]);
    }
    ApiRequest request =
        new ApiRequest("GET", "/images/a/markup", parameters, Map.of(), "", Optional.empty());
    return PictureMarkup.of(
        manifest,
        SmallRecipe.SMALL,
        url -> "/" + url,
        MarkupRequests.options(request, manifest, SmallRecipe.SMALL));
  }

  /// One width in JPEG.
  static Manifest small() {
    return manifest(List.of(variant(300, Format.JPEG, 300, false)));
  }
}
