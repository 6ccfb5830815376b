package dev.tintype.cli.sheet;

import dev.tintype.core.Manifest;
import dev.tintype.core.Sha256;
import dev.tintype.core.api.Html;
import dev.tintype.server.settings.HumanText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// One HTML page of the contact sheet, written piece by piece. It needs only the files beside it.
/// It holds no time, so the same versions give the same page.
final class PageHtml implements AutoCloseable {

  private final Writer out;
  private boolean hasMarkup;

  private PageHtml(Writer out) {
    this.out = out;
  }

  /// The pages before and after a page.
  ///
  /// @param before the name of the page before, if there is one
  /// @param behind the name of the page after, if there is one
  record Neighbours(Optional<String> before, Optional<String> behind) {

    static final Neighbours NONE = new Neighbours(Optional.empty(), Optional.empty());

    private String html() {
      return "<nav><a href=\""
          + Contents.INDEX
          + "\">All pages</a>"
          + before.map(file -> link(file, "prev", "Previous")).orElse("")
          + behind.map(file -> link(file, "next", "Next")).orElse("")
          + "</nav>";
    }

    private static String link(String file, String relation, String text) {
      return "<a rel=\"%s\" href=\"%s\">%s</a>".formatted(relation, file, text);
    }
  }

  /// Writes the only page of a sheet: the failures and every version.
  static void only(Path file, Failures failures, List<Manifest> manifests) throws IOException {
    Totals totals = Totals.of(manifests);
    try (PageHtml page = new PageHtml(writer(file))) {
      page.head(title(totals), totals.text() + failed(failures), "");
      page.failures(failures);
      page.plates(manifests);
      page.foot("");
    }
  }

  /// Writes the first page of a sheet with many pages: the failures and the list of pages.
  static void index(Path file, Failures failures, Contents contents) throws IOException {
    Totals totals = contents.totals();
    String pages = HumanText.count(contents.pages().size(), "page");
    try (PageHtml page = new PageHtml(writer(file))) {
      page.head(title(totals), totals.text() + " · " + pages + failed(failures), "");
      page.failures(failures);
      page.out.write("<ol class=\"pages\">\n");
      for (Contents.Page each : contents.pages()) {
        page.out.write(each.listed());
      }
      page.out.write("</ol>\n");
      page.foot("");
    }
  }

  /// Writes one page of a sheet with many pages.
  static void part(Path file, Neighbours neighbours, List<Manifest> manifests) throws IOException {
    Totals totals = Totals.of(manifests);
    try (PageHtml page = new PageHtml(writer(file))) {
      page.head(title(totals), totals.text(), neighbours.html());
      page.plates(manifests);
      page.foot(neighbours.html());
    }
  }

  private static BufferedWriter writer(Path file) throws IOException {
    return Files.newBufferedWriter(file);
  }

  private static String title(Totals totals) {
    return "Contact sheet: " + HumanText.count(totals.images(), "image");
  }

  private static String failed(Failures failures) {
    return failures.count() == 0 ? "" : " · " + failures.count() + " failed";
  }

  private void head(String title, String summary, String links) throws IOException {
    out.write(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="%s">
        <title>%s</title>
        <link rel="icon" href="data:,">
        <style>
        %s</style>
        </head>
        <body>
        <header><h1>Contact sheet</h1><p>%s</p>%s</header>
        <main>
        """
            .formatted(policy(), title, resource("sheet.css"), summary, links));
  }

  private void failures(Failures failures) throws IOException {
    if (failures.count() == 0) {
      return;
    }
    out.write(
        "<section class=\"failed\"><h2>%s without variants</h2><ul>\n"
            .formatted(HumanText.count(failures.count(), "file")));
    for (Failure failure : failures.first()) {
      out.write(
          "<li><b>%s</b> <code>%s</code><p>%s</p></li>\n"
              .formatted(
                  Html.text(failure.file()),
                  Html.text(failure.reason()),
                  Html.text(failure.message())));
    }
    int more = failures.count() - failures.first().size();
    out.write(
        more == 0
            ? "</ul></section>\n"
            : "</ul><p>And %d more; 'tintype process --json' names each.</p></section>\n"
                .formatted(more));
  }

  private void plates(List<Manifest> manifests) throws IOException {
    for (Manifest manifest : manifests) {
      out.write(new SheetEntry(manifest).html());
      hasMarkup = true;
    }
  }

  /// Only pages with images have markup, which the script is for.
  private void foot(String links) throws IOException {
    out.write("</main>\n<footer>%sMade by Tintype</footer>\n".formatted(links));
    if (hasMarkup) {
      out.write("<script>%s</script>\n".formatted(resource("sheet.js")));
    }
    out.write("</body>\n</html>\n");
  }

  /// Names may hold anything, so nothing runs but the page's own script.
  private static String policy() {
    byte[] digest =
        Sha256.newDigest().digest(resource("sheet.js").getBytes(StandardCharsets.UTF_8));
    return "default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'; script-src"
        + " 'sha256-"
        + Base64.getEncoder().encodeToString(digest)
        + "'";
  }

  private static String resource(String name) {
    try (InputStream in = PageHtml.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
