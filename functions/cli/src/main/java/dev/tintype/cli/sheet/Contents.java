package dev.tintype.cli.sheet;

import dev.tintype.core.api.Html;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The pages of a contact sheet, in order. Each page shows the versions from its own first one up
/// to the first one of the next page. `index.html` stores this as its list of pages, so a run finds
/// the pages to change without reading the others.
///
/// @param pages in the order of their versions
record Contents(List<Page> pages) {

  /// The first page: the list of pages, or the whole sheet when one page is enough.
  static final String INDEX = "index.html";

  private static final Pattern PAGE_NAME = Pattern.compile("index-([1-9][0-9]{0,8})\\.html");
  private static final Pattern LISTED =
      Pattern.compile(
          "<li data-page=\"(index-[1-9][0-9]{0,8}\\.html)\" data-first=\"([^\"<>]+)\""
              + " data-last=\"([^\"<>]+)\" data-images=\"([0-9]{1,18})\""
              + " data-variants=\"([0-9]{1,18})\" data-bytes=\"([0-9]{1,18})\"( data-stale)?>.*");
  private static final Pattern SHOWN =
      Pattern.compile(
          "<article data-manifest=\"([^\"<>]+/[0-9a-f]{16})/manifest\\.json\".*", Pattern.DOTALL);

  Contents {
    pages = List.copyOf(pages);
  }

  /// One page.
  ///
  /// @param file its name in the output folder
  /// @param first its first version
  /// @param last its last version
  /// @param totals its totals
  /// @param stale whether the page must still be rewritten to match
  record Page(String file, VersionKey first, VersionKey last, Totals totals, boolean stale) {

    Page markedStale() {
      return new Page(file, first, last, totals, true);
    }

    boolean isIndex() {
      return file.equals(INDEX);
    }

    /// @return the versions of the page, in order; versions after its last one are on the next page
    List<VersionKey> shown(Path results) throws IOException {
      List<VersionKey> keys = new ArrayList<>();
      forEachLine(
          results.resolve(file),
          line -> {
            Matcher shown = SHOWN.matcher(line);
            if (shown.matches()) {
              keys.add(key(shown.group(1)));
            }
          });
      keys.removeIf(key -> !isIndex() && (key.compareTo(first) < 0 || key.compareTo(last) > 0));
      return keys;
    }

    String listed() {
      return """
      <li data-page="%1$s" data-first="%2$s" data-last="%3$s" data-images="%4$d" \
      data-variants="%5$d" data-bytes="%6$d"%10$s><a href="%1$s"><b>%7$s</b> to <b>%8$s</b></a>\
      <small>%9$s</small></li>
      """
          .formatted(
              file,
              Html.text(first.value()),
              Html.text(last.value()),
              totals.images(),
              totals.variants(),
              totals.bytes(),
              Html.text(first.image()),
              Html.text(last.image()),
              totals.text(),
              stale ? " data-stale" : "");
    }
  }

  /// Reads the pages of an output folder and leaves out missing pages. When `index.html` shows
  /// versions itself, it is the only page.
  static Contents read(Path results) throws IOException {
    Path index = results.resolve(INDEX);
    List<Page> pages = new ArrayList<>();
    if (isFile(index)) {
      forEachLine(
          index,
          line -> {
            Matcher listed = LISTED.matcher(line);
            Matcher shown = SHOWN.matcher(line);
            if (listed.matches()) {
              pages.add(page(listed));
            } else if (pages.isEmpty() && shown.matches()) {
              VersionKey first = key(shown.group(1));
              pages.add(new Page(INDEX, first, first, Totals.NOTHING, true));
            }
          });
    }
    return new Contents(existing(results, pages));
  }

  /// Marks the neighbours of a missing page, because they link to it.
  private static List<Page> existing(Path results, List<Page> pages) {
    List<Page> existing = new ArrayList<>();
    boolean gone = false;
    for (Page page : pages) {
      if (isFile(results.resolve(page.file()))) {
        existing.add(gone ? page.markedStale() : page);
        gone = false;
      } else {
        gone = true;
        if (!existing.isEmpty()) {
          existing.add(existing.removeLast().markedStale());
        }
      }
    }
    return existing;
  }

  private static Page page(Matcher listed) {
    return new Page(
        listed.group(1),
        key(listed.group(2)),
        key(listed.group(3)),
        new Totals(
            Long.parseLong(listed.group(4)),
            Long.parseLong(listed.group(5)),
            Long.parseLong(listed.group(6))),
        listed.group(7) != null);
  }

  private static VersionKey key(String html) {
    return new VersionKey(Html.plain(html));
  }

  private static void forEachLine(Path page, Consumer<CharSequence> reader) throws IOException {
    StringBuilder line = new StringBuilder();
    try (ShortLines lines = ShortLines.of(page)) {
      while (lines.next(line)) {
        reader.accept(line);
      }
    }
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  /// @return the same pages, with some marked as stale
  Contents withStale(List<String> files) {
    Set<String> stale = Set.copyOf(files);
    return new Contents(
        pages.stream()
            .map(page -> stale.contains(page.file()) ? page.markedStale() : page)
            .toList());
  }

  /// @return the highest number in a page's name
  int lastNumber() {
    return pages.stream().mapToInt(page -> number(page.file())).max().orElse(0);
  }

  private static int number(String file) {
    Matcher name = PAGE_NAME.matcher(file);
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }

  static String pageName(int number) {
    return "index-" + number + ".html";
  }

  Totals totals() {
    return pages.stream().map(Page::totals).reduce(Totals.NOTHING, Totals::plus);
  }
}
