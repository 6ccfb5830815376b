package dev.tintype.cli.sheet;

import dev.tintype.core.Format;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.core.SizeName;
import dev.tintype.core.api.Html;
import dev.tintype.core.api.PictureMarkup;
import dev.tintype.core.api.PublicUrls;
import dev.tintype.server.settings.HumanText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// One version on the sheet: the picture as a browser would choose it, facts about it, and every
/// variant.
///
/// @param manifest the version's manifest
record SheetEntry(Manifest manifest) {

  String html() {
    Manifest.OriginalInfo original = manifest.original();
    return """
    <article data-manifest="%s" class="%s" style="--tone:%s">
    <figure style="background-image:url(%s)">%s</figure>
    <div class="facts">
    <h2>%s</h2>
    <p>%s</p>
    <ul class="chips">%s</ul>
    </div>
    <div class="strip"><table style="--columns:%d">
    <thead><tr><th></th>%s</tr></thead>
    <tbody>
    %s
    </tbody>
    </table></div>
    %s</article>
    """
        .formatted(
            Html.text(Keys.manifest(manifest.imageId(), manifest.version())),
            original.alpha() ? "alpha" : "opaque",
            Html.text(manifest.dominantColor()),
            Blur.dataUrl(manifest.thumbhash()),
            markup("(min-width: 64rem) 26rem, 100vw"),
            Html.text(manifest.imageId().value()),
            Html.text(about(original)),
            chips(),
            sizes().size(),
            sizes().stream().map(SheetEntry::heading).collect(Collectors.joining()),
            rows(),
            new MarkupBox(manifest).html());
  }

  private static String heading(SizeName size) {
    return (size.isWidth() ? "<th class=\"width\">" : "<th>") + size + "</th>";
  }

  private String markup(String sizes) {
    return PictureMarkup.of(manifest, PublicUrls::encoded, manifest.imageId().value(), sizes);
  }

  private static String about(Manifest.OriginalInfo original) {
    List<String> facts = new ArrayList<>();
    facts.add(original.format().toUpperCase(Locale.ROOT));
    facts.add("%d × %d px".formatted(original.width(), original.height()));
    if (original.orientationApplied()) {
      facts.add("rotated by EXIF");
    }
    if (original.alpha()) {
      facts.add("transparent");
    }
    if (original.frames() > 1) {
      facts.add(original.frames() + " frames");
    }
    return String.join(" · ", facts);
  }

  private String chips() {
    long bytes = manifest.variants().stream().mapToLong(Variant::bytes).sum();
    return chip(
            HumanText.count(manifest.variants().size(), "variant") + ", " + HumanText.bytes(bytes))
        + chip("recipe " + manifest.recipe().name())
        + "<li><i></i>"
        + Html.text(manifest.dominantColor())
        + "</li><li><code>"
        + manifest.version()
        + "</code></li>";
  }

  private static String chip(String text) {
    return "<li>" + Html.text(text) + "</li>";
  }

  private List<SizeName> sizes() {
    return manifest.variants().stream().map(Variant::size).distinct().toList();
  }

  private String rows() {
    return manifest.variants().stream()
        .map(Variant::format)
        .distinct()
        .sorted()
        .map(this::row)
        .collect(Collectors.joining("\n"));
  }

  private String row(Format format) {
    Map<SizeName, Variant> bySize = new LinkedHashMap<>();
    manifest.variants().stream()
        .filter(variant -> variant.format() == format)
        .forEach(variant -> bySize.put(variant.size(), variant));
    long bytes = bySize.values().stream().mapToLong(Variant::bytes).sum();
    return "<tr><th>%s<small>%s</small></th>%s</tr>"
        .formatted(
            name(format),
            HumanText.bytes(bytes),
            sizes().stream()
                .map(size -> Optional.ofNullable(bySize.get(size)))
                .map(variant -> variant.map(this::cell).orElse("<td></td>"))
                .collect(Collectors.joining()));
  }

  private static String name(Format format) {
    return format == Format.WEBP ? "WebP" : format.id().toUpperCase(Locale.ROOT);
  }

  /// The bar under a variant compares its bytes with the largest variant of the same size. A plain
  /// width fills its cell; any other size is shown whole, because its shape matters.
  private String cell(Variant variant) {
    long most =
        manifest.variants().stream()
            .filter(other -> other.size().equals(variant.size()))
            .mapToLong(Variant::bytes)
            .max()
            .orElse(1);
    String label =
        "%s, %d × %d px, %s%s"
            .formatted(
                name(variant.format()),
                variant.width(),
                variant.height(),
                HumanText.bytes(variant.bytes()),
                variant.animated() ? ", animated" : "");
    return """
    <td><a href="%1$s" title="%2$s"><img%8$s src="%1$s" alt="%2$s" width="%3$d" height="%4$d" \
    loading="lazy" decoding="async"></a><b>%3$d × %4$d%5$s</b><span style="--share:%6$d%%">%7$s\
    </span></td>\
    """
        .formatted(
            PublicUrls.encoded(variant.url()),
            Html.text(label),
            variant.width(),
            variant.height(),
            variant.animated() ? " ▸" : "",
            Math.round(100.0 * variant.bytes() / Math.max(1, most)),
            HumanText.bytes(variant.bytes()),
            variant.size().isWidth() ? "" : " class=\"box\"");
  }
}
