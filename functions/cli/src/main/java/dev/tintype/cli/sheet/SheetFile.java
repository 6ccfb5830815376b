package dev.tintype.cli.sheet;

import dev.tintype.cli.sheet.PageHtml.Neighbours;
import dev.tintype.core.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The contact sheet of an output folder: the file `index.html` and, when one page is not enough,
/// `index-1.html`, `index-2.html` … beside it. It keeps the versions of earlier runs while their
/// manifests exist; every rewrite of a page checks that.
///
/// A run writes `index.html` and the pages whose versions changed, with one page in memory at a
/// time. Only one run at a time may write.
///
/// @param results the output folder
public record SheetFile(Path results) {

  /// @return the path of its first page
  public Path path() {
    return results.resolve(Contents.INDEX);
  }

  /// Adds versions. The pages are written in an order that leaves a usable sheet when the process
  /// is killed; running the same command again completes it.
  ///
  /// @param made the versions that this run made or found
  /// @param failures the files of this run without variants
  /// @param scratch a folder on the same file system
  public void write(List<VersionKey> made, Failures failures, Path scratch) throws IOException {
    Contents before = Contents.read(results);
    List<VersionKey> sorted = List.copyOf(new TreeSet<>(made));
    List<Section> sections = Section.arrange(results, before, sorted);
    Set<String> written =
        sections.size() > 1
            ? writeMany(before, sections, failures, scratch)
            : writeOne(sections, failures, scratch);
    for (Contents.Page page : before.pages()) {
      if (!written.contains(page.file())) {
        Files.deleteIfExists(results.resolve(page.file()));
      }
    }
  }

  private Set<String> writeOne(List<Section> sections, Failures failures, Path scratch)
      throws IOException {
    List<Manifest> manifests = new ArrayList<>();
    for (Section section : sections) {
      manifests.addAll(read(section.keys(results)));
    }
    PageHtml.only(scratch.resolve(Contents.INDEX), failures, manifests);
    put(scratch, List.of(Contents.INDEX));
    return Set.of(Contents.INDEX);
  }

  /// Writes new pages first, then the list of pages, then the changed pages, which the list marks
  /// as stale. So the list never names a missing page, and the next run knows which pages are
  /// unfinished.
  private Set<String> writeMany(
      Contents before, List<Section> sections, Failures failures, Path scratch) throws IOException {
    List<String> names = names(before, sections);
    Map<String, Neighbours> linked =
        neighbours(before.pages().stream().map(Contents.Page::file).toList());
    Map<String, Neighbours> linking = neighbours(names);
    List<Contents.Page> pages = new ArrayList<>();
    List<String> fresh = new ArrayList<>();
    List<String> stale = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Section section = sections.get(i);
      Neighbours links = linking.getOrDefault(name, Neighbours.NONE);
      if (section.changed().isEmpty() && links.equals(linked.get(name))) {
        pages.add(section.page().orElseThrow());
      } else {
        pages.add(write(scratch, name, section, links));
        (linked.containsKey(name) ? stale : fresh).add(name);
      }
    }
    put(scratch, fresh);
    Contents contents = new Contents(pages);
    if (!stale.isEmpty()) {
      PageHtml.index(scratch.resolve(Contents.INDEX), failures, contents.withStale(stale));
      put(scratch, List.of(Contents.INDEX));
      put(scratch, stale);
    }
    PageHtml.index(scratch.resolve(Contents.INDEX), failures, contents);
    put(scratch, List.of(Contents.INDEX));
    Set<String> all = new HashSet<>(names);
    all.add(Contents.INDEX);
    return all;
  }

  private Contents.Page write(Path scratch, String name, Section section, Neighbours links)
      throws IOException {
    List<VersionKey> keys = section.keys(results);
    List<Manifest> manifests = read(keys);
    PageHtml.part(scratch.resolve(name), links, manifests);
    return new Contents.Page(name, keys.getFirst(), keys.getLast(), Totals.of(manifests), false);
  }

  /// A page keeps its name. A new page gets the next unused number.
  private List<String> names(Contents before, List<Section> sections) {
    int number = before.lastNumber();
    List<String> names = new ArrayList<>();
    for (Section section : sections) {
      Optional<String> kept = section.file();
      if (kept.isEmpty()) {
        do {
          number++;
        } while (Files.isDirectory(page(number), LinkOption.NOFOLLOW_LINKS));
      }
      names.add(kept.orElse(Contents.pageName(number)));
    }
    return names;
  }

  private Path page(int number) {
    return results.resolve(Contents.pageName(number));
  }

  private static Map<String, Neighbours> neighbours(List<String> names) {
    Map<String, Neighbours> all = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      all.put(
          names.get(i),
          new Neighbours(
              i == 0 ? Optional.empty() : Optional.of(names.get(i - 1)),
              i + 1 == names.size() ? Optional.empty() : Optional.of(names.get(i + 1))));
    }
    return all;
  }

  private List<Manifest> read(List<VersionKey> keys) throws IOException {
    List<Manifest> manifests = new ArrayList<>();
    for (VersionKey key : keys) {
      key.read(results).ifPresent(manifests::add);
    }
    return manifests;
  }

  private void put(Path scratch, List<String> names) throws IOException {
    for (String name : names) {
      Files.move(scratch.resolve(name), results.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
