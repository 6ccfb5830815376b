package dev.tintype.cli.change;

import dev.tintype.cli.client.ImageVersions;
import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.core.api.Html;
import dev.tintype.core.api.PublicUrls;
import dev.tintype.server.settings.HumanText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A contact sheet that shows images before and after a change, side by side: an HTML page whose
/// pictures come from the server. Only the first images are kept. For one thread.
final class Comparison {

  private static final int MOST = 200;

  private final List<Pair> pairs = new ArrayList<>();
  private int left;

  private record Pair(
      String id, String name, String files, Optional<Manifest> before, Manifest after) {}

  /// Adds an image.
  ///
  /// @param before the image before the change
  /// @param files the root of the paths in manifests
  /// @param set the name of the set
  /// @param after what the set shows after the change
  void add(ImageVersions before, String files, String set, Manifest after) {
    if (pairs.size() == MOST) {
      left++;
      return;
    }
    pairs.add(
        new Pair(
            before.id().value(),
            before.name().orElse(before.id().value()),
            files,
            old(before, set, after),
            after));
  }

  /// What the set showed before. In a run that goes on after a stop, the image may show the new
  /// version already; then this is the newest other version of the set.
  private static Optional<Manifest> old(ImageVersions image, String set, Manifest after) {
    return Stream.concat(
            image.shown(set).stream(),
            image.versions().reversed().stream()
                .filter(version -> version.job().recipe().name().equals(set)))
        .filter(version -> !version.job().version().equals(after.version()))
        .flatMap(version -> version.manifest().stream())
        .findFirst();
  }

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  /// Writes the page, the newest images first, replacing the file.
  void write(Path file, String recipe) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (BufferedWriter out = Files.newBufferedWriter(fresh)) {
      out.write(head(recipe));
      pairs.sort(Comparator.comparing(Pair::id).reversed());
      for (Pair pair : pairs) {
        out.write(row(pair));
      }
      out.write("</main>\n</body>\n</html>\n");
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private String head(String recipe) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Recipe %1$s: old and new</title>
    <link rel="icon" href="data:,">
    <style>
    :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
    body { margin: 0 auto; max-width: 90rem; padding: 1rem; }
    article { border-top: 1px solid #8886; padding: 1rem 0; }
    h2 { margin: 0 0 .5rem; font-size: 1.05rem; overflow-wrap: anywhere; }
    .sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
    .strip { display: flex; flex-wrap: wrap; gap: .6rem; align-items: start; }
    figure { margin: 0; }
    figure img { display: block; max-width: min(100%%, 24rem); height: auto; }
    figcaption, p { color: #888; font-size: .8rem; margin: .2rem 0; }
    </style>
    </head>
    <body>
    <h1>Recipe %1$s: old | new</h1>
    <p>%2$s%3$s</p>
    <main>
    """
        .formatted(
            Html.text(recipe),
            HumanText.count(pairs.size(), "image"),
            left == 0 ? "" : "; " + left + " more are not shown");
  }

  private static String row(Pair pair) {
    return """
    <article>
    <h2>%s</h2>
    <div class="sides">
    <section><p>old%s</p>%s</section>
    <section><p>new%s</p>%s</section>
    </div>
    </article>
    """
        .formatted(
            Html.text(pair.name()),
            pair.before().map(Comparison::sum).orElse(": no version was shown"),
            pair.before().map(manifest -> strip(pair.files(), manifest)).orElse(""),
            sum(pair.after()),
            strip(pair.files(), pair.after()));
  }

  private static String sum(Manifest manifest) {
    return ": %s, %s"
        .formatted(
            HumanText.count(manifest.variants().size(), "variant"),
            HumanText.bytes(manifest.variants().stream().mapToLong(Variant::bytes).sum()));
  }

  /// Every size once, in the format with the fewest bytes.
  private static String strip(String files, Manifest manifest) {
    return manifest.variants().stream()
        .collect(
            Collectors.groupingBy(
                Variant::size,
                LinkedHashMap::new,
                Collectors.minBy(Comparator.comparingLong(Variant::bytes))))
        .values()
        .stream()
        .flatMap(Optional::stream)
        .map(variant -> figure(files, variant))
        .collect(Collectors.joining("", "<div class=\"strip\">", "</div>"));
  }

  private static String figure(String files, Variant variant) {
    return """
    <figure><img loading="lazy" alt="" width="%d" height="%d" src="%s"><figcaption>%s %s, %d × %d, \
    %s</figcaption></figure>
    """
        .formatted(
            variant.width(),
            variant.height(),
            Html.text(files + PublicUrls.encoded(variant.url())),
            Html.text(variant.size().toString()),
            variant.format().id(),
            variant.width(),
            variant.height(),
            HumanText.bytes(variant.bytes()));
  }
}
