package dev.tintype.cli.images;

import dev.tintype.core.Metadata;
import dev.tintype.core.json.JsonObject;
import dev.tintype.server.settings.HumanText;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// An image for people: its state, its sets, and the variants of the described set.
public final class ImageLines {

  private static final String ROW = "%-12s %-6s %11s %9s  %s";

  private ImageLines() {}

  /// @return when the image was created, in seconds
  static String instant(JsonObject image) {
    return image.instant("createdAt").truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// @param image as the API describes it
  /// @return lines; they may hold control characters of the image's name
  public static List<String> of(JsonObject image) {
    List<String> lines = new ArrayList<>();
    lines.add(head(image));
    lines.add("state     " + state(image));
    lines.add("created   " + instant(image));
    lines.add("version   " + image.text("version") + ", recipe " + image.text("recipe"));
    if (image.has("current")) {
      JsonObject current = image.object("current");
      JsonObject original = current.object("original");
      lines.add(
          "shows     %s, of a %s of %d × %d px"
              .formatted(
                  current.text("version"),
                  original.text("format"),
                  side(original, "width"),
                  side(original, "height")));
    }
    lines.addAll(metadata(image));
    if (image.has("sets")) {
      image.objects("sets").forEach(set -> lines.add("set       " + set(set)));
    }
    addVariants(lines, image.objects("variants"));
    return lines;
  }

  /// @param image as the API describes it
  /// @return what it is called: its name and its metadata
  public static List<String> labels(JsonObject image) {
    List<String> lines = new ArrayList<>(List.of(head(image)));
    lines.addAll(metadata(image));
    return lines;
  }

  private static String head(JsonObject image) {
    return image.text("id") + image.optionalText("name").map(name -> "  " + name).orElse("");
  }

  private static List<String> metadata(JsonObject image) {
    return Metadata.in(image).list().stream()
        .map(entry -> "metadata  " + entry.key() + "=" + entry.value())
        .toList();
  }

  private static String state(JsonObject image) {
    return image.text("state")
        + image.optionalText("reason").map(reason -> " " + reason).orElse("")
        + image.optionalText("message").map(message -> ": " + message).orElse("");
  }

  /// @param set one of the sets of an image, as the API describes it
  public static String set(JsonObject set) {
    return "%s: %s %s%s"
        .formatted(
            set.text("recipe"),
            set.text("state"),
            set.text("version"),
            set.bool("default") ? " (default)" : "");
  }

  private static void addVariants(List<String> lines, List<JsonObject> variants) {
    if (variants.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(ROW.formatted("size", "format", "px", "bytes", "URL"));
    long bytes = 0;
    for (JsonObject variant : variants) {
      long length = variant.integer("bytes", 0, Long.MAX_VALUE);
      bytes += length;
      lines.add(
          ROW.formatted(
              variant.node().path("size").asText(),
              variant.text("format"),
              side(variant, "width") + " × " + side(variant, "height"),
              HumanText.bytes(length),
              variant.text("url")));
    }
    lines.add(
        HumanText.count(variants.size(), "variant") + ", " + HumanText.bytes(bytes) + " in all");
  }

  private static long side(JsonObject picture, String name) {
    return picture.integer(name, 0, Integer.MAX_VALUE);
  }
}
