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

/// The contact sheet of a folder of results: the file `index.html`, and beside it `index-1.html`,
/// `index-2.html` … when it shows more than one page holds. It goes on showing what earlier runs
/// put there, as long as those manifests exist; a page looks for them whenever it is written.
///
/// A run writes `index.html` and the pages whose versions it changed, with one page at a time in
/// memory. One run at a time may write.
///
/// @param results the folder
public record SheetFile(Path results) {

  /// Answers where its first page lies.
  public Path path() {
    return results.resolve(Contents.INDEX);
  }

  /// Adds versions. Pages are put into place in such an order that a process which is killed
  /// meanwhile leaves a sheet that the same run again completes.
  ///
  /// @param made what this run made or found made
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

  /// New pages come first, then the list of pages, which names those as stale that are put into
  /// place last: it never names a page that is not there, and who finds it unfinished knows what to
  /// write.
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

  /// A page keeps its name; a new one gets the next number that no folder of results has.
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
