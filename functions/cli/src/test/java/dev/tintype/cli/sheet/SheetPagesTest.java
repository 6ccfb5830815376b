package dev.tintype.cli.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.disk.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A contact sheet with more than one page.
class SheetPagesTest {

  private static final Pattern PLATE = Pattern.compile("<h2>([^<]+)</h2>");
  private static final Pattern LINK = Pattern.compile("href=\"(index[^\"]*)\"");

  @TempDir private Path results = Path.of("");
  @TempDir private Path scratch = Path.of("");

  @Test
  void everyVersionIsShownOnceOnPagesOfAtMostAHundred() throws IOException {
    write(names(0, 250));
    assertThat(shown()).isEqualTo(names(0, 250));
    assertThat(pages())
        .hasSize(3)
        .allSatisfy(page -> assertThat(plates(page)).hasSizeBetween(1, 100));
    assertThat(index()).contains("250 images · 500 variants", "3 pages", "<b>0000.jpg</b> to <b>");
    assertEveryLinkLeadsSomewhere();
  }

  @Test
  void aHundredVersionsFitOnOnePage() throws IOException {
    write(names(0, 100));
    assertThat(pages()).isEmpty();
    assertThat(plates(results.resolve("index.html"))).isEqualTo(names(0, 100));
  }

  @Test
  void addingAVersionRewritesOnlyItsPageAndTheList() throws IOException {
    write(names(0, 500));
    Map<String, Object> before = files();
    write(List.of("0450-more.jpg"));
    List<String> changed = new ArrayList<>(files().keySet());
    changed.removeIf(name -> files().get(name).equals(before.get(name)));
    // The page had a hundred versions, so it was split, and the page after it has a new neighbour.
    assertThat(changed).hasSizeBetween(2, 4).contains("index.html");
    write(List.of("0451-more.jpg"));
    Map<String, Object> split = files();
    write(List.of("0452-more.jpg"));
    changed = new ArrayList<>(files().keySet());
    changed.removeIf(name -> files().get(name).equals(split.get(name)));
    assertThat(changed).hasSize(2).contains("index.html");
    assertThat(shown()).hasSize(503).isSorted();
    assertEveryLinkLeadsSomewhere();
  }

  @Test
  void repeatedVersionsRewriteOnlyTheList() throws IOException {
    write(names(0, 250));
    Map<String, Object> before = files();
    write(names(0, 250));
    Map<String, Object> after = files();
    before.remove("index.html");
    after.remove("index.html");
    assertThat(after).isEqualTo(before);
  }

  @Test
  void theSheetGrowsFromOnePageToManyInAnyOrder() throws IOException {
    for (long seed = 0; seed < 3; seed++) {
      Tree.empty(results);
      List<String> all = new ArrayList<>(names(0, 350));
      Random random = new Random(seed);
      Collections.shuffle(all, random);
      for (int from = 0; from < all.size(); ) {
        int to = Math.min(all.size(), from + 1 + random.nextInt(150));
        write(all.subList(from, to));
        from = to;
        assertThat(shown()).as("seed " + seed).hasSize(to).isSorted();
        assertEveryLinkLeadsSomewhere();
      }
      assertThat(shown()).isEqualTo(names(0, 350));
    }
  }

  @Test
  void aSinglePageSheetOfAnEarlierReleaseIsSplitIntoPages() throws IOException {
    List<Manifest> manifests = names(0, 250).stream().map(SheetFileTest::manifest).toList();
    StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<main>\n");
    for (Manifest manifest : manifests) {
      file(manifest);
      page.append(new SheetEntry(manifest).html());
    }
    Files.writeString(results.resolve("index.html"), page.append("</main>\n"));
    write(List.of("0100-more.jpg"));
    assertThat(shown()).hasSize(251).isSorted();
  }

  @Test
  void aRunKilledBetweenTwoPagesIsCompletedByTheNextRun() throws IOException {
    write(names(0, 300));
    Map<String, byte[]> before = contents();
    String more = "0150-more.jpg";
    write(List.of(more));
    Map<String, byte[]> after = contents();
    assertThat(after)
        .containsOnlyKeys(
            "index.html", "index-1.html", "index-2.html", "index-3.html", "index-4.html");
    String unfinished =
        new String(after.get("index.html"), StandardCharsets.UTF_8)
            .replaceAll("(<li data-page=\"index-[23]\\.html\"[^>]*)>", "$1 data-stale>");
    List<Map<String, byte[]>> deaths =
        List.of(
            Map.of("index-4.html", after.get("index-4.html")),
            Map.of(
                "index-4.html",
                after.get("index-4.html"),
                "index.html",
                unfinished.getBytes(StandardCharsets.UTF_8)),
            Map.of(
                "index-4.html", after.get("index-4.html"),
                "index.html", unfinished.getBytes(StandardCharsets.UTF_8),
                "index-2.html", after.get("index-2.html")));
    for (Map<String, byte[]> death : deaths) {
      Tree.delete(results.resolve("index-4.html"));
      put(before);
      put(death);
      write(List.of(more));
      assertThat(shown()).hasSize(301).contains(more).isSorted().doesNotHaveDuplicates();
      assertThat(contents()).containsExactlyEntriesOf(after);
    }
  }

  private Map<String, byte[]> contents() throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (String name : files().keySet()) {
      contents.put(name, Files.readAllBytes(results.resolve(name)));
    }
    return contents;
  }

  private void put(Map<String, byte[]> contents) throws IOException {
    for (Map.Entry<String, byte[]> each : contents.entrySet()) {
      Files.write(results.resolve(each.getKey()), each.getValue());
    }
  }

  @Test
  void aRewrittenPageDropsDeletedVersionsAndAnEmptyPageIsRemoved() throws IOException {
    write(names(0, 300));
    for (String name : names(100, 200)) {
      Files.delete(manifest(name));
    }
    Files.delete(manifest("0000.jpg"));
    // The first and the second page are rewritten, because these versions belong to them.
    write(List.of("0001-more.jpg", "0150-more.jpg"));
    assertThat(shown()).hasSize(201).doesNotContain("0000.jpg", "0100.jpg", "0199.jpg");
    Files.delete(manifest("0150-more.jpg"));
    write(List.of("0150-more.jpg"), false);
    assertThat(shown()).hasSize(200);
    assertThat(pages()).hasSize(2);
    assertEveryLinkLeadsSomewhere();
  }

  @Test
  void aRemovedPageIsLeftOutOfTheList() throws IOException {
    write(names(0, 300));
    Files.delete(results.resolve("index-2.html"));
    write(List.of("0301.jpg"));
    assertThat(shown()).hasSize(201).isSorted();
    assertEveryLinkLeadsSomewhere();
  }

  @Test
  void aFolderWithAPagesNameIsKept() throws IOException {
    Files.createDirectory(results.resolve("index-1.html"));
    write(names(0, 150));
    assertThat(shown()).hasSize(150);
    assertThat(results.resolve("index-1.html")).isEmptyDirectory();
  }

  private static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj("%04d.jpg"::formatted).toList();
  }

  private void write(List<String> names) throws IOException {
    write(names, true);
  }

  private void write(List<String> names, boolean filed) throws IOException {
    List<VersionKey> keys = new ArrayList<>();
    for (String name : names) {
      Manifest manifest = SheetFileTest.manifest(name);
      keys.add(VersionKey.of(manifest));
      if (filed) {
        file(manifest);
      }
    }
    new SheetFile(results).write(keys, new Failures(), scratch);
    assertThat(scratch).isEmptyDirectory();
  }

  private void file(Manifest manifest) throws IOException {
    Path file = results.resolve(Keys.manifest(manifest.imageId(), manifest.version()));
    Files.createDirectories(file.getParent());
    Files.write(file, ManifestJson.bytes(manifest));
  }

  private Path manifest(String name) {
    Manifest manifest = SheetFileTest.manifest(name);
    return results.resolve(Keys.manifest(manifest.imageId(), manifest.version()));
  }

  private String index() throws IOException {
    return Files.readString(results.resolve("index.html"));
  }

  /// The pages after the first, in the order of the list.
  private List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    Matcher link = LINK.matcher(index());
    while (link.find()) {
      pages.add(results.resolve(link.group(1)));
    }
    return pages;
  }

  private static List<String> plates(Path page) throws IOException {
    List<String> names = new ArrayList<>();
    Matcher entry = PLATE.matcher(Files.readString(page));
    while (entry.find()) {
      names.add(entry.group(1));
    }
    return names;
  }

  /// @return what a reader sees who follows the links from the first page
  private List<String> shown() throws IOException {
    List<String> names = new ArrayList<>(plates(results.resolve("index.html")));
    for (Path page : pages()) {
      names.addAll(plates(page));
    }
    names.removeIf(name -> name.endsWith(" without variants"));
    return names;
  }

  private void assertEveryLinkLeadsSomewhere() throws IOException {
    List<Path> pages = pages();
    for (int i = 0; i < pages.size(); i++) {
      String page = Files.readString(pages.get(i));
      assertThat(page).contains("<a href=\"index.html\">All pages</a>");
      assertThat(page.contains("rel=\"prev\"")).isEqualTo(i > 0);
      assertThat(page.contains("rel=\"next\"")).isEqualTo(i + 1 < pages.size());
      if (i > 0) {
        assertThat(page).contains("rel=\"prev\" href=\"" + pages.get(i - 1).getFileName());
      }
      if (i + 1 < pages.size()) {
        assertThat(page).contains("rel=\"next\" href=\"" + pages.get(i + 1).getFileName());
      }
    }
    try (Stream<Path> files = Files.list(results)) {
      List<Path> unlisted =
          files.filter(Files::isRegularFile).filter(file -> !pages.contains(file)).toList();
      assertThat(unlisted).containsExactly(results.resolve("index.html"));
    }
  }

  /// @return each page by name, with the time of its last replacement
  private Map<String, Object> files() {
    Map<String, Object> files = new TreeMap<>();
    try (Stream<Path> entries = Files.list(results)) {
      for (Path file : entries.filter(Files::isRegularFile).toList()) {
        files.put(file.getFileName().toString(), Files.getAttribute(file, "unix:ctime"));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return files;
  }
}
