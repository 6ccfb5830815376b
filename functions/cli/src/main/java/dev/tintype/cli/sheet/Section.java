package dev.tintype.cli.sheet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Consecutive versions on one page.
///
/// @param page the page that showed them before, if there is one
/// @param changed the new contents of the page; empty when it stays as it is
record Section(Optional<Contents.Page> page, Optional<List<VersionKey>> changed) {

  /// The most versions on a page. With 21 variants each, such a page has about 2 MB of HTML.
  static final int MOST_ON_A_PAGE = 100;

  /// Assigns versions to the pages of a sheet and splits pages that grow too long. It reads only
  /// the pages that get versions.
  ///
  /// @param made the versions to add, sorted
  static List<Section> arrange(Path results, Contents before, List<VersionKey> made)
      throws IOException {
    List<Section> sections = new ArrayList<>();
    List<Contents.Page> pages = before.pages();
    if (pages.isEmpty()) {
      split(Optional.empty(), existing(results, List.of(), made), sections);
    }
    int from = 0;
    for (int i = 0; i < pages.size(); i++) {
      int to = i + 1 == pages.size() ? made.size() : position(made, pages.get(i + 1).first());
      grow(results, pages.get(i), made.subList(from, to), sections);
      from = to;
    }
    return sections;
  }

  private static int position(List<VersionKey> sorted, VersionKey key) {
    int found = Collections.binarySearch(sorted, key);
    return found < 0 ? -found - 1 : found;
  }

  private static void grow(
      Path results, Contents.Page page, List<VersionKey> made, List<Section> sections)
      throws IOException {
    if (!made.isEmpty() || page.stale()) {
      List<VersionKey> shown = page.shown(results);
      List<VersionKey> all = existing(results, shown, made);
      if (page.stale() || !all.equals(shown)) {
        split(Optional.of(page), all, sections);
        return;
      }
    }
    sections.add(new Section(Optional.of(page), Optional.empty()));
  }

  private static List<VersionKey> existing(
      Path results, List<VersionKey> shown, List<VersionKey> made) {
    TreeSet<VersionKey> all = new TreeSet<>(shown);
    all.addAll(made);
    all.removeIf(key -> !key.isIn(results));
    return List.copyOf(all);
  }

  private static void split(
      Optional<Contents.Page> page, List<VersionKey> keys, List<Section> sections) {
    int parts = Math.ceilDiv(keys.size(), MOST_ON_A_PAGE);
    for (int i = 0; i < parts; i++) {
      int from = (int) ((long) keys.size() * i / parts);
      int to = (int) ((long) keys.size() * (i + 1) / parts);
      sections.add(
          new Section(i == 0 ? page : Optional.empty(), Optional.of(keys.subList(from, to))));
    }
  }

  /// @return the name of the page that showed these versions, if it can be kept
  Optional<String> file() {
    return page.filter(known -> !known.isIndex()).map(Contents.Page::file);
  }

  /// @return the versions, read from the page itself when it stays as it is
  List<VersionKey> keys(Path results) throws IOException {
    return changed.isPresent() ? changed.get() : page.orElseThrow().shown(results);
  }
}
