package dev.tintype.core.api;

import dev.tintype.core.Format;
import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The `<picture>` element of a version. It has one source per format, the best compression first,
/// and an image that every viewer can show: JPEG if there is one, else PNG. Beside JPEG, PNG is no
/// source, because a browser that shows PNG would never load the smaller JPEG. For an animated
/// original all sources are animated; only the fallback image is still.
public final class PictureMarkup {

  private PictureMarkup() {}

  /// @param url makes a URL from a variant's key; the URL must contain no space and no comma
  /// @param alt describes the image for people who cannot see it
  /// @param sizes the display width, as in `(max-width: 60em) 100vw, 60em`
  public static String of(Manifest manifest, UnaryOperator<String> url, String alt, String sizes) {
    List<Variant> exchangeable = exchangeable(manifest);
    Format fallback = fallback(exchangeable);
    boolean moves = exchangeable.stream().anyMatch(Variant::animated);
    StringBuilder html = new StringBuilder("<picture>");
    for (Format format : Format.values()) {
      List<Variant> variants = variants(exchangeable, format, moves);
      boolean source = format != fallback && format != Format.PNG;
      if (!variants.isEmpty() && (source || moves)) {
        html.append("<source")
            .append(attribute("type", format.mediaType()))
            .append(attribute("srcset", srcset(variants, url)))
            .append(attribute("sizes", sizes))
            .append('>');
      }
    }
    return html.append(image(variants(exchangeable, fallback, false), url, alt, sizes))
        .append("</picture>")
        .toString();
  }

  private static Format fallback(List<Variant> exchangeable) {
    return Stream.of(Format.JPEG, Format.PNG, Format.WEBP, Format.AVIF)
        .filter(format -> exchangeable.stream().anyMatch(one -> one.format() == format))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a manifest without variants"));
  }

  private static String image(
      List<Variant> variants, UnaryOperator<String> url, String alt, String sizes) {
    Variant widest = variants.getLast();
    return "<img"
        + attribute("src", url.apply(widest.url()))
        + attribute("srcset", srcset(variants, url))
        + attribute("sizes", sizes)
        + attribute("width", Integer.toString(widest.width()))
        + attribute("height", Integer.toString(widest.height()))
        + attribute("alt", alt)
        + attribute("loading", "lazy")
        + attribute("decoding", "async")
        + ">";
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
  private static List<Variant> exchangeable(Manifest manifest) {
    List<Variant> widths =
        manifest.variants().stream().filter(variant -> variant.size().isWidth()).toList();
    if (!widths.isEmpty() || manifest.variants().isEmpty()) {
      return widths;
    }
    Variant last = manifest.variants().getLast();
    return manifest.variants().stream()
        .filter(variant -> variant.size().family().equals(last.size().family()))
        .filter(variant -> isSameShape(variant, last))
        .toList();
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
