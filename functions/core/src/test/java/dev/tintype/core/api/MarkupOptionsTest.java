package dev.tintype.core.api;

import static dev.tintype.core.api.MarkupSamples.crop;
import static dev.tintype.core.api.MarkupSamples.cropped;
import static dev.tintype.core.api.MarkupSamples.manifest;
import static dev.tintype.core.api.MarkupSamples.markup;
import static dev.tintype.core.api.MarkupSamples.small;
import static dev.tintype.core.api.MarkupSamples.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Gravity;
import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.SmallRecipe;
import dev.tintype.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The options of the markup, as a request names them.
final class MarkupOptionsTest {

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

  @Test
  void theMarkupOfEachCropIsThatOfTheOption() {
    Map<String, String> byCrop = PictureMarkup.byCrop(cropped(), url -> "/" + url, "");
    assertThat(byCrop.keySet()).containsExactly("", "square", "banner");
    assertThat(byCrop.get("")).isEqualTo(markup(cropped()));
    for (String crop : List.of("square", "banner")) {
      assertThat(byCrop.get(crop)).isEqualTo(markup(cropped(), "crop", crop));
    }
  }
}
