package dev.tintype.core.api;

import static dev.tintype.core.api.MarkupSamples.crop;
import static dev.tintype.core.api.MarkupSamples.manifest;
import static dev.tintype.core.api.MarkupSamples.markup;
import static dev.tintype.core.api.MarkupSamples.variant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Gravity;
import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.SmallRecipe;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PictureMarkupTest {

  @Test
  void theBestFormatComesFirstAndEachWidthOccursOnce() {
    List<Variant> variants = new ArrayList<>();
    for (int size : List.of(160, 320, 640)) {
      for (Format format : Format.values()) {
        variants.add(variant(size, format, Math.min(size, 300), false));
      }
    }
    assertThat(PictureMarkup.of(manifest(variants), url -> "/" + url, "A cat", "50vw"))
        .isEqualTo(
            """
            <picture>\
            <source type="image/avif" srcset="/160.avif 160w, /320.avif 300w" sizes="50vw">\
            <source type="image/webp" srcset="/160.webp 160w, /320.webp 300w" sizes="50vw">\
            <img src="/320.jpg" srcset="/160.jpg 160w, /320.jpg 300w" sizes="50vw" width="300"\
             height="200" alt="A cat" loading="lazy" decoding="async">\
            </picture>\
            """);
  }

  @Test
  void anAnimatedOriginalHasOnlyAnimatedSourcesAndAFallback() {
    List<Variant> variants =
        List.of(
            variant(160, Format.AVIF, 160, false),
            variant(160, Format.WEBP, 160, true),
            variant(160, Format.JPEG, 160, false),
            variant(320, Format.AVIF, 300, false),
            variant(320, Format.WEBP, 300, false),
            variant(320, Format.JPEG, 300, false));
    assertThat(PictureMarkup.of(manifest(variants), url -> url, "", "100vw"))
        .contains("<source type=\"image/webp\" srcset=\"160.webp 160w\"")
        .doesNotContain("avif")
        .doesNotContain("320.webp")
        .contains("<img src=\"320.jpg\" srcset=\"160.jpg 160w, 320.jpg 300w\"");
  }

  @Test
  void withoutJpegTheFallbackIsAnotherFormat() {
    List<Variant> variants =
        List.of(variant(160, Format.AVIF, 160, false), variant(160, Format.WEBP, 160, false));
    assertThat(PictureMarkup.of(manifest(variants), url -> url, "", "100vw"))
        .contains("<source type=\"image/avif\"")
        .contains("<img src=\"160.webp\"");
  }

  @Test
  void besideJpegAPngIsNoSource() {
    List<Variant> variants =
        List.of(
            variant(160, Format.WEBP, 160, false),
            variant(160, Format.JPEG, 160, false),
            variant(160, Format.PNG, 160, false));
    assertThat(PictureMarkup.of(manifest(variants), url -> url, "", "100vw"))
        .contains("<source type=\"image/webp\"", "<img src=\"160.jpg\"")
        .doesNotContain("png");
  }

  @Test
  void withoutJpegTheFallbackIsPng() {
    List<Variant> variants =
        List.of(variant(160, Format.WEBP, 160, false), variant(160, Format.PNG, 160, false));
    assertThat(PictureMarkup.of(manifest(variants), url -> url, "", "100vw"))
        .contains("<source type=\"image/webp\"", "<img src=\"160.png\"")
        .doesNotContain("<source type=\"image/png\"");
  }

  @Test
  void theFallbackIsAFormatOfTheShownSizes() {
    Variant logo =
        new Variant(new SizeName("logo"), Format.PNG, 90, 60, 9, Sha256.of("x"), false, "logo.png");
    List<Variant> variants =
        List.of(variant(160, Format.AVIF, 160, false), variant(160, Format.WEBP, 160, false), logo);
    assertThat(PictureMarkup.of(manifest(variants), url -> url, "", "100vw"))
        .contains("<source type=\"image/avif\"", "<img src=\"160.webp\"")
        .doesNotContain("logo");
  }

  @Test
  void attributesAreEscaped() {
    List<Variant> variants = List.of(variant(160, Format.JPEG, 160, false));
    String evil = "\"><script>alert('&')</script>";
    assertThat(PictureMarkup.of(manifest(variants), _ -> evil, evil, evil))
        .doesNotContain("<script")
        .contains("&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;");
  }

  @Test
  void urlsAreEncodedForASrcset() {
    PublicUrls urls = new PublicUrls(URI.create("https://images.example/base/"));
    assertThat(urls.of("a b/ü,%.webp"))
        .isEqualTo("https://images.example/base/a%20b/%C3%BC%2C%25.webp");
  }

  private static Size hero(String name, int width, Gravity gravity) {
    return new Size(new SizeName(name), width, width / 2, new Fit.Cover(false, gravity));
  }

  @Test
  void sizesThatShowOtherPartsAreNotMixed() {
    Manifest manifest =
        manifest(
            List.of(
                crop("hero-1", Format.JPEG, 300, 150, false),
                crop("hero-2", Format.JPEG, 200, 100, false)));
    for (Gravity gravity : List.of(Gravity.NORTH, Gravity.SOUTH)) {
      Recipe recipe =
          new Recipe(
              "heroes",
              List.of(hero("hero-1", 300, Gravity.NORTH), hero("hero-2", 200, gravity)),
              SmallRecipe.SMALL.formats(),
              "#ffffff",
              /* animation= */ false);
      assertThat(
              PictureMarkup.of(manifest, recipe, url -> "/" + url, MarkupOptions.STANDARD)
                  .contains("300w"))
          .isEqualTo(gravity == Gravity.NORTH);
    }
  }

  @Test
  void sizesWithOtherFormatsAreNotMixed() {
    Manifest manifest =
        manifest(
            List.of(
                crop("hero-1", Format.JPEG, 300, 150, false),
                crop("hero-2", Format.WEBP, 200, 100, false)));
    assertThat(markup(manifest)).contains("200w").doesNotContain("300w");
  }
}
