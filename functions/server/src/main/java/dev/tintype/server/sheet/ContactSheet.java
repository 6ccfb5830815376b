package dev.tintype.server.sheet;

import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.server.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// The page `index.html` of a folder of results: every version with every variant, and what failed.
/// It needs nothing but the files beside it, and holds no time, so the same folder gives the same
/// page.
///
/// @param manifests one for each version to show
/// @param failures files without variants
public record ContactSheet(List<Manifest> manifests, List<Failure> failures) {

  /// Sorts the versions by image.
  public ContactSheet {
    manifests =
        manifests.stream()
            .sorted(
                Comparator.comparing((Manifest m) -> m.imageId().value())
                    .thenComparing(m -> m.version().value()))
            .toList();
    failures = List.copyOf(failures);
  }

  /// Answers the page.
  public String html() {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>%s</title>
    <link rel="icon" href="data:,">
    <style>
    %s</style>
    </head>
    <body>
    <header><h1>Contact sheet</h1><p>%s</p></header>
    <main>
    %s%s</main>
    <footer>Made by Tintype</footer>
    </body>
    </html>
    """
        .formatted(
            "Contact sheet: " + Words.count(manifests.size(), "image"),
            style(),
            summary(),
            failed(),
            manifests.stream().map(m -> new Plate(m).html()).collect(Collectors.joining()));
  }

  private String summary() {
    long variants = manifests.stream().mapToLong(m -> m.variants().size()).sum();
    long bytes =
        manifests.stream().flatMap(m -> m.variants().stream()).mapToLong(Variant::bytes).sum();
    String failed = failures.isEmpty() ? "" : " · " + failures.size() + " failed";
    return "%s · %s · %s%s"
        .formatted(
            Words.count(manifests.size(), "image"),
            Words.count(variants, "variant"),
            Words.bytes(bytes),
            failed);
  }

  private String failed() {
    if (failures.isEmpty()) {
      return "";
    }
    String items =
        failures.stream()
            .map(failure ->
                "<li><b>%s</b> <code>%s</code><p>%s</p></li>\n"
                    .formatted(
                        Html.text(failure.file()),
                        Html.text(failure.reason()),
                        Html.text(failure.message())))
            .collect(Collectors.joining());
    return "<section class=\"failed\"><h2>%s without variants</h2><ul>\n%s</ul></section>\n"
        .formatted(Words.count(failures.size(), "file"), items);
  }

  private static String style() {
    try (InputStream css = ContactSheet.class.getResourceAsStream("sheet.css")) {
      if (css == null) {
        throw new IllegalStateException("sheet.css is missing in the jar");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
