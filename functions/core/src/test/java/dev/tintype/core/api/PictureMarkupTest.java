package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Gravity;
import dev.tintype.core.ImageId;
import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.SmallRecipe;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PictureMarkupTest {

  private static Manifest manifest(List<Variant> variants) {
    return manifest(variants, false);
  }

  private static Manifest manifest(List<Variant> variants, boolean alpha) {
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

  private static Variant variant(int size, Format format, int width, boolean animated) {
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

  private static Variant crop(String size, Format format, int width, int height, boolean animated) {
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
  private static Manifest cropped() {
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

  private static String markup(Manifest manifest, String... query) {
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

  /// One width in JPEG.
  private static Manifest small() {
    return manifest(List.of(variant(300, Format.JPEG, 300, false)));
  }

  @Test
  void withoutOptionsTheMarkupIsTheStandardOne() {
    assertThat(markup(cropped()))
        .isEqualTo(PictureMarkup.of(cropped(), url -> "/" + url, "", "100vw"))
        .isEqualTo(
            """
            <picture>\
            <source type="image/webp" srcset="/150.webp 150w, /300.webp 300w" sizes="100vw">\
            <img src="/300.jpg" srcset="/150.jpg 150w, /300.jpg 300w" sizes="100vw" width="300"\
             height="200" alt="" loading="lazy" decoding="async">\
            </picture>\
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loading=lazy | loading=\"lazy\" decoding=\"async\"",
        "loading=eager | loading=\"eager\" decoding=\"async\"",
        "loading=eager&fetchpriority=high | loading=\"eager\" fetchpriority=\"high\" decoding=\"async\"",
        "fetchpriority=low | loading=\"lazy\" fetchpriority=\"low\" decoding=\"async\"",
        "fetchpriority=auto | loading=\"lazy\" decoding=\"async\"",
        "style=none | loading=\"lazy\" decoding=\"async\"",
        "style=responsive | loading=\"lazy\" decoding=\"async\" style=\"max-width:100%;height:auto\"",
        "placeholder=color | loading=\"lazy\" decoding=\"async\" style=\"background-color:#a0b0c0\"",
        "placeholder=none | loading=\"lazy\" decoding=\"async\"",
        "style=responsive&placeholder=color | loading=\"lazy\" decoding=\"async\" style=\"max-width:100%;height:auto;background-color:#a0b0c0\"",
      })
  void eachChoiceIsAnAttributeOfTheImage(String query, String attributes) {
    assertThat(markup(small(), query.split("[&=]")))
        .isEqualTo(
            """
            <picture>\
            <img src="/300.jpg" srcset="/300.jpg 300w" sizes="100vw" width="300" height="200"\
             alt="" %s>\
            </picture>\
            """
                .formatted(attributes));
  }

  @Test
  void theDisplayWidthIsGivenToEverySource() {
    assertThat(markup(cropped(), "sizes", "auto, (max-width: 60em) 100vw, 60em"))
        .contains("300.webp 300w\" sizes=\"auto, (max-width: 60em) 100vw, 60em\">")
        .contains("300.jpg 300w\" sizes=\"auto, (max-width: 60em) 100vw, 60em\"")
        .doesNotContain("100vw\"");
  }

  @Test
  void aCropReplacesThePlainWidths() {
    assertThat(markup(cropped(), "crop", "banner"))
        .isEqualTo(
            """
            <picture>\
            <source type="image/webp" srcset="/banner-160.webp 160w, /banner-320.webp 300w"\
             sizes="100vw">\
            <img src="/banner-320.jpg" srcset="/banner-160.jpg 160w, /banner-320.jpg 300w"\
             sizes="100vw" width="300" height="169" alt="" loading="lazy" decoding="async">\
            </picture>\
            """);
    assertThat(markup(cropped(), "crop", "banner-160"))
        .contains("srcset=\"/banner-160.jpg 160w\"")
        .doesNotContain("banner-320");
  }

  @Test
  void otherCropsAreSourcesWithAMediaQueryAndTheirOwnDimensions() {
    assertThat(
            markup(
                cropped(),
                "art",
                "square:(max-width: 40em); banner : (min-width: 80em) and (orientation: landscape)"))
        .isEqualTo(
            """
            <picture>\
            <source media="(max-width: 40em)" type="image/webp" srcset="/square.webp 200w"\
             sizes="100vw" width="200" height="200">\
            <source media="(max-width: 40em)" type="image/jpeg" srcset="/square.jpg 200w"\
             sizes="100vw" width="200" height="200">\
            <source media="(min-width: 80em) and (orientation: landscape)" type="image/webp"\
             srcset="/banner-160.webp 160w, /banner-320.webp 300w" sizes="100vw" width="300"\
             height="169">\
            <source media="(min-width: 80em) and (orientation: landscape)" type="image/jpeg"\
             srcset="/banner-160.jpg 160w, /banner-320.jpg 300w" sizes="100vw" width="300"\
             height="169">\
            <source type="image/webp" srcset="/150.webp 150w, /300.webp 300w" sizes="100vw">\
            <img src="/300.jpg" srcset="/150.jpg 150w, /300.jpg 300w" sizes="100vw" width="300"\
             height="200" alt="" loading="lazy" decoding="async">\
            </picture>\
            """);
  }

  @Test
  void anAnimatedCropHasAStillSourceForEveryViewer() {
    List<Variant> variants =
        List.of(
            variant(160, Format.WEBP, 160, true),
            variant(160, Format.JPEG, 160, false),
            crop("square", Format.AVIF, 90, 90, false),
            crop("square", Format.WEBP, 90, 90, true),
            crop("square", Format.JPEG, 90, 90, false));
    assertThat(markup(manifest(variants), "art", "square:(max-width: 40em)"))
        .contains("type=\"image/webp\" srcset=\"/square.webp 90w\"")
        .contains("type=\"image/jpeg\" srcset=\"/square.jpg 90w\"")
        .doesNotContain("square.avif");
  }

  @Test
  void sizesOfOtherShapesAreNeverExchangedForEachOther() {
    List<Variant> variants =
        List.of(
            crop("card-1", Format.JPEG, 300, 300, false),
            crop("card-2", Format.JPEG, 400, 210, false));
    assertThat(markup(manifest(variants), "crop", "card"))
        .contains("srcset=\"/card-2.jpg 400w\"")
        .doesNotContain("card-1");
  }

  @Test
  void aTransparentPictureHasNoColourBehindIt() {
    Manifest transparent = manifest(List.of(variant(300, Format.WEBP, 300, false)), true);
    assertThat(markup(transparent, "placeholder", "color", "style", "responsive"))
        .contains("style=\"max-width:100%;height:auto\"")
        .doesNotContain("background");
  }

  @Test
  void transparentPaddingHasNoColourBehindIt() {
    Size padded =
        new Size(
            new SizeName("square"),
            200,
            200,
            new Fit.Contain(false, Gravity.CENTRE, Fit.Padding.TRANSPARENT));
    Recipe small = SmallRecipe.SMALL;
    List<Size> sizes = List.of(Size.ofWidth(300), padded);
    Recipe recipe = new Recipe("p", sizes, small.formats(), small.background(), false);
    Manifest manifest = cropped();
    for (Map.Entry<Map<String, String>, Boolean> each :
        Map.of(
                Map.of("placeholder", "color"),
                true,
                Map.of("placeholder", "color", "crop", "square"),
                false,
                Map.of("placeholder", "color", "art", "square:(max-width: 9em)"),
                false)
            .entrySet()) {
      ApiRequest request =
          new ApiRequest("GET", "/images/a/markup", each.getKey(), Map.of(), "", Optional.empty());
      assertThat(MarkupRequests.options(request, manifest, recipe).placeholder())
          .as(each.getKey().toString())
          .isEqualTo(each.getValue());
    }
  }

  @Test
  void theAlternativeTextIsEscapedAndOtherwiseUnchanged() {
    String text = "\"quoted\" 'single' <b>&amp; 🦊 ‏عربي e\u0301";
    assertThat(markup(small(), "alt", text))
        .contains(
            " alt=\"&quot;quoted&quot; &#39;single&#39; &lt;b&gt;&amp;amp; 🦊 ‏عربي e\u0301\" ");
    String longest = "\"".repeat(5_000);
    assertThat(markup(small(), "alt", longest)).contains("alt=\"" + "&quot;".repeat(5_000) + "\"");
    String css = "(max-width: 40em), not \"<all>\"";
    assertThat(markup(cropped(), "art", "square:" + css, "sizes", css))
        .contains("media=\"(max-width: 40em), not &quot;&lt;all&gt;&quot;\"")
        .contains("sizes=\"(max-width: 40em), not &quot;&lt;all&gt;&quot;\"")
        .doesNotContain("<all");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "width | 9 | unknown option 'width'; known: alt, art, crop, fetchpriority, loading, placeholder, recipe, sizes, style.",
        "loading | later | loading must be one of lazy, eager, not 'later'.",
        "loading | LAZY | loading must be one of lazy, eager, not 'LAZY'.",
        "fetchpriority | now | fetchpriority must be one of auto, high, low, not 'now'.",
        "fetchpriority | high | fetchpriority must not be high when loading is lazy: add loading=eager.",
        "style | color:red | style must be one of none, responsive, not 'color:red'.",
        "placeholder | blur | placeholder must be one of none, color, not 'blur'.",
        "crop | avatar | crop and art must name one of square, banner, not 'avatar'.",
        "crop | 300 | crop and art must name one of square, banner, not '300'.",
        "crop | social/square | crop and art must name one of square, banner, not 'social/square'.",
        "art | avatar:(max-width: 9em) | crop and art must name one of square, banner, not 'avatar'.",
        "art | square | art must be CROP:MEDIA, such as square:(max-width: 40em), joined by ; and not 'square'.",
        "art | square: | art must be CSS of 1 to 1000 characters, none a control character.",
        "sizes | ' ' | sizes must be CSS of 1 to 1000 characters, none a control character.",
      })
  void anOptionThatIsNotAllowedIsRefused(String option, String value, String detail) {
    assertThatThrownBy(() -> markup(cropped(), option, value))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.answer().status()).isEqualTo(400);
              assertThat(Json.parse(refused.answer().body()).text("detail")).isEqualTo(detail);
            });
  }

  @Test
  void longTextsControlCharactersAndContradictionsAreRefused() {
    for (String alt : List.of("a\nb", "a\u0000b", "\u0085", "\u007f", "a".repeat(5_001))) {
      assertThatThrownBy(() -> markup(small(), "alt", alt))
          .hasMessageContaining("alt must be at most 5000 characters, none a control character");
    }
    for (String sizes : List.of("auto", " AUTO , 100vw", "auto,\t50vw".replace("\t", " "))) {
      assertThatThrownBy(() -> markup(small(), "sizes", sizes, "loading", "eager"))
          .hasMessageContaining("sizes must not begin with auto when loading is eager");
    }
    assertThatThrownBy(() -> markup(cropped(), "art", "square:all;".repeat(8) + "square:all"))
        .hasMessageContaining("art must be at most 8 crops, not 9");
    assertThatThrownBy(() -> markup(small(), "crop", "square"))
        .hasMessageContaining("crop and art need a recipe with crops");
  }
}
