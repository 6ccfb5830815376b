package dev.tintype.core.api;

import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.api.MarkupOptions.Priority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The `<picture>` element of a version. It has one source per format, the best compression first,
/// and an image that every viewer can show: JPEG if there is one, else PNG. Beside JPEG, PNG is no
/// source, because a browser that shows PNG would never load the smaller JPEG. For an animated
/// original all sources are animated; only the fallback image is still. Other crops for other
/// viewports are sources of their own, before all others.
public final class PictureMarkup {

  /// The formats, those that most viewers show first.
  static final List<Format> MOST_SHOWN_FIRST =
      List.of(Format.JPEG, Format.PNG, Format.WEBP, Format.AVIF);

  private final Manifest manifest;
  private final UnaryOperator<String> url;
  private final String alt;
  private final MarkupOptions options;
  private final Map<SizeName, Size> boxes;

  /// @param sizes the recipe's sizes, as far as they are known
  private PictureMarkup(
      Manifest manifest,
      List<Size> sizes,
      UnaryOperator<String> url,
      String alt,
      MarkupOptions options) {
    this.manifest = manifest;
    this.boxes = sizes.stream().collect(Collectors.toMap(Size::name, size -> size));
    this.url = url;
    this.alt = alt;
    this.options = options;
  }

  /// @param url makes a URL from a variant's key; the URL must contain no space and no comma
  /// @param alt describes the image for people who cannot see it
  /// @param sizes the display width, as in `(max-width: 60em) 100vw, 60em`
  public static String of(Manifest manifest, UnaryOperator<String> url, String alt, String sizes) {
    MarkupOptions options = MarkupOptions.STANDARD.withSizes(sizes);
    return new PictureMarkup(manifest, List.of(), url, alt, options).html();
  }

  /// @param url makes a URL from a variant's key; the URL must contain no space and no comma
  /// @param alt describes the image for people who cannot see it
  /// @return the markup of the whole picture under the empty name, then that of each crop
  public static Map<String, String> byCrop(
      Manifest manifest, UnaryOperator<String> url, String alt) {
    Map<String, String> byCrop = new LinkedHashMap<>();
    byCrop.put("", of(manifest, url, alt, MarkupOptions.STANDARD.sizes()));
    for (String crop : crops(manifest)) {
      MarkupOptions options = MarkupOptions.STANDARD.withCrop(crop);
      byCrop.put(crop, new PictureMarkup(manifest, List.of(), url, alt, options).html());
    }
    return byCrop;
  }

  /// @param recipe the recipe of the version
  /// @param url makes a URL from a variant's key; the URL must contain no space and no comma
  /// @param options what the caller chooses
  /// @throws IllegalArgumentException when the version has no crop of a name in the options
  static String of(
      Manifest manifest, Recipe recipe, UnaryOperator<String> url, MarkupOptions options) {
    return new PictureMarkup(manifest, recipe.sizes(), url, options.alt(), options).html();
  }

  /// @return what the option `crop` may name: each ratio, and each size that has no ratio
  static Set<String> crops(Manifest manifest) {
    return manifest.variants().stream()
        .map(Variant::size)
        .filter(size -> !size.isWidth())
        .map(SizeName::family)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// @return whether the option `crop` may have this value
  static boolean hasCrop(Manifest manifest, String name) {
    return !named(manifest, name).isEmpty();
  }

  private String html() {
    List<Variant> exchangeable = options.crop().map(this::crop).orElseGet(this::exchangeable);
    Format fallback = fallback(exchangeable);
    boolean moves = exchangeable.stream().anyMatch(Variant::animated);
    StringBuilder html = new StringBuilder("<picture>");
    options.art().forEach(source -> append(html, source));
    for (Format format : Format.values()) {
      List<Variant> variants = variants(exchangeable, format, moves);
      boolean source = format != fallback && format != Format.PNG;
      if (!variants.isEmpty() && (source || moves)) {
        html.append("<source").append(choice(format, variants)).append('>');
      }
    }
    return html.append(image(variants(exchangeable, fallback, false)))
        .append("</picture>")
        .toString();
  }

  /// Adds the sources of a crop. The last one has still variants if none of its variants moves, so
  /// that every viewer finds a source.
  private void append(StringBuilder html, MarkupOptions.Source source) {
    List<Variant> crop = crop(source.crop());
    boolean moves = crop.stream().anyMatch(Variant::animated);
    Format last = fallback(crop);
    for (Format format : Format.values()) {
      List<Variant> moving = variants(crop, format, moves);
      List<Variant> variants =
          moving.isEmpty() && format == last ? variants(crop, format, false) : moving;
      if (!variants.isEmpty() && (format == last || format != Format.PNG)) {
        html.append("<source")
            .append(attribute("media", source.media()))
            .append(choice(format, variants))
            .append(dimensions(variants.getLast()))
            .append('>');
      }
    }
  }

  private String choice(Format format, List<Variant> variants) {
    return attribute("type", format.mediaType())
        + attribute("srcset", srcset(variants, url))
        + attribute("sizes", options.sizes());
  }

  private static Format fallback(List<Variant> exchangeable) {
    return MOST_SHOWN_FIRST.stream()
        .filter(format -> exchangeable.stream().anyMatch(one -> one.format() == format))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a manifest without variants"));
  }

  private String image(List<Variant> variants) {
    Variant widest = variants.getLast();
    return "<img"
        + attribute("src", url.apply(widest.url()))
        + attribute("srcset", srcset(variants, url))
        + attribute("sizes", options.sizes())
        + dimensions(widest)
        + attribute("alt", alt)
        + attribute("loading", id(options.loading()))
        + (options.priority() == Priority.AUTO
            ? ""
            : attribute("fetchpriority", id(options.priority())))
        + attribute("decoding", "async")
        + style()
        + ">";
  }

  /// The space that browsers keep free before the image is loaded.
  private static String dimensions(Variant variant) {
    return attribute("width", Integer.toString(variant.width()))
        + attribute("height", Integer.toString(variant.height()));
  }

  private static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /// A colour behind a transparent picture would stay visible, so such a picture has none.
  private String style() {
    List<String> style = new ArrayList<>();
    if (options.responsive()) {
      style.add("max-width:100%;height:auto");
    }
    if (options.placeholder() && !manifest.original().alpha()) {
      style.add("background-color:" + manifest.dominantColor());
    }
    return style.isEmpty() ? "" : attribute("style", String.join(";", style));
  }

  /// Keeps one variant per actual width, the narrowest first.
  private static List<Variant> variants(
      List<Variant> exchangeable, Format format, boolean onlyMoving) {
    TreeMap<Integer, Variant> byWidth = new TreeMap<>();
    for (Variant variant : exchangeable) {
      if (variant.format() == format && (variant.animated() || !onlyMoving)) {
        byWidth.putIfAbsent(variant.width(), variant);
      }
    }
    return List.copyOf(byWidth.values());
  }

  /// The variants that show the same part of the picture, because a browser may exchange them: the
  /// plain widths, else the family of the last size.
  private List<Variant> exchangeable() {
    List<Variant> widths =
        manifest.variants().stream().filter(variant -> variant.size().isWidth()).toList();
    if (!widths.isEmpty() || manifest.variants().isEmpty()) {
      return widths;
    }
    Variant last = manifest.variants().getLast();
    return manifest.variants().stream()
        .filter(variant -> variant.size().family().equals(last.size().family()))
        .filter(variant -> isExchangeable(variant, last))
        .toList();
  }

  /// The variants of one size, or of the sizes of one ratio.
  private List<Variant> crop(String name) {
    List<Variant> named = named(manifest, name);
    if (named.isEmpty()) {
      throw new IllegalArgumentException("a manifest without the crop " + name);
    }
    return named.stream().filter(variant -> isExchangeable(variant, named.getLast())).toList();
  }

  /// Whether two variants show the same part in the same shape, and their sizes have the same
  /// formats, so that a browser finds each width in the format that it chose.
  private boolean isExchangeable(Variant one, Variant other) {
    return isSameShape(one, other)
        && fit(one).equals(fit(other))
        && formats(one.size()).equals(formats(other.size()));
  }

  private Optional<Fit> fit(Variant variant) {
    return Optional.ofNullable(boxes.get(variant.size())).map(Size::fit);
  }

  private Set<Format> formats(SizeName size) {
    return manifest.variants().stream()
        .filter(variant -> variant.size().equals(size))
        .map(Variant::format)
        .collect(Collectors.toSet());
  }

  private static List<Variant> named(Manifest manifest, String name) {
    List<Variant> boxes =
        manifest.variants().stream().filter(variant -> !variant.size().isWidth()).toList();
    List<Variant> exact =
        boxes.stream().filter(variant -> variant.size().text().equals(name)).toList();
    return exact.isEmpty()
        ? boxes.stream().filter(variant -> variant.size().family().equals(name)).toList()
        : exact;
  }

  /// Whether the heights differ by at most the rounding of one pixel.
  private static boolean isSameShape(Variant one, Variant other) {
    long difference =
        Math.abs((long) one.width() * other.height() - (long) other.width() * one.height());
    return difference <= Math.max(one.width(), other.width());
  }

  private static String srcset(List<Variant> variants, UnaryOperator<String> url) {
    return variants.stream()
        .map(variant -> url.apply(variant.url()) + " " + variant.width() + "w")
        .collect(Collectors.joining(", "));
  }

  private static String attribute(String name, String value) {
    return " " + name + "=\"" + Html.text(value) + "\"";
  }
}
