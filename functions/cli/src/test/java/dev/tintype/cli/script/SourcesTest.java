package dev.tintype.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When the script decides to build again.
class SourcesTest {

  @TempDir private Path root = Path.of("");
  private Path source = Path.of("");
  private Path stamp = Path.of("");

  @BeforeEach
  void makeTree() throws IOException, InterruptedException {
    write("pom.xml", "<project/>");
    write("layers/libvips/package-lock.json", "{}");
    write("layers/libvips/make", "#!/bin/sh");
    write("functions/cli/pom.xml", "<project/>");
    write("functions/cli/archive", "#!/bin/sh");
    write("functions/cli/assemble", "#!/bin/sh");
    write("functions/cli/src/test/java/ATest.java", "class ATest {}");
    source = write("functions/cli/src/main/java/A.java", "class A {}");
    Path script = Path.of(System.getProperty("tintype.root"), "functions/cli/sources");
    Files.copy(script, root.resolve("functions/cli/sources"));
    stamp = write("functions/cli/target/tintype/stamp", sources("hash").out());
  }

  @Test
  void aNewStampIsUpToDate() throws Exception {
    letTheClockTick();
    assertThat(sources("same", stamp.toString()).status()).isZero();
    assertThat(sources("newer", stamp.toString()).out()).isEmpty();
  }

  @Test
  void theHashDependsOnlyOnTheContent() throws Exception {
    String before = sources("hash").out();
    Files.writeString(source, "class B {}");
    assertThat(sources("hash").out()).isNotEqualTo(before);
    Files.writeString(source, "class A {}");
    assertThat(sources("hash").out()).isEqualTo(before);
  }

  @Test
  void aChangeWithTheOldTimestampIsNoticed() throws Exception {
    letTheClockTick();
    sources("same", stamp.toString());
    letTheClockTick();
    Files.writeString(source, "class B {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
    assertThat(sources("newer", stamp.toString()).out()).contains("A.java");
    assertThat(sources("same", stamp.toString()).status()).isNotZero();
  }

  @Test
  void aRemovedFileIsNoticed() throws Exception {
    letTheClockTick();
    sources("same", stamp.toString());
    letTheClockTick();
    Files.delete(source);
    assertThat(sources("newer", stamp.toString()).out()).isNotEmpty();
    assertThat(sources("same", stamp.toString()).status()).isNotZero();
  }

  @Test
  void aTouchedFileWithTheSameContentRenewsTheStamp() throws Exception {
    letTheClockTick();
    Files.writeString(source, "class A {}");
    assertThat(sources("newer", stamp.toString()).out()).contains("A.java");
    assertThat(sources("same", stamp.toString()).status()).isZero();
    assertThat(sources("newer", stamp.toString()).out()).isEmpty();
  }

  /// As in an unpacked image, where every file is newer than the stamp and another user owns both.
  @Test
  void aUserWhoMayNotRenewTheStampComparesTheContent() throws Exception {
    letTheClockTick();
    Files.writeString(source, "class A {}");
    Path builds = Objects.requireNonNull(stamp.getParent());
    String before = Files.readString(stamp);
    Files.setPosixFilePermissions(builds, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertThat(powerless("newer", stamp.toString()).out()).contains("A.java");
      Running.Ended same = powerless("same", stamp.toString());
      assertThat(same.status()).as(same.err()).isZero();
      assertThat(same.err()).doesNotContain("stamp");
      Files.writeString(source, "class B {}");
      assertThat(powerless("same", stamp.toString()).status()).isNotZero();
    } finally {
      Files.setPosixFilePermissions(builds, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    assertThat(builds).isDirectoryNotContaining("glob:**stamp.*");
    assertThat(stamp).hasContent(before);
  }

  @Test
  void testsAreNotPartOfABuild() throws Exception {
    String before = sources("hash").out();
    write("functions/cli/src/test/java/ATest.java", "class BTest {}");
    assertThat(sources("hash").out()).isEqualTo(before);
  }

  /// Root may write anywhere, unless it gives that up.
  private Running.Ended powerless(String... arguments) throws IOException, InterruptedException {
    boolean isRoot = System.getProperty("user.name").equals("root");
    List<String> words =
        new ArrayList<>(
            isRoot
                ? List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
                : List.of("env"));
    words.add(root.resolve("functions/cli/sources").toString());
    words.addAll(List.of(arguments));
    return new Script(root, Path.of(words.getFirst()), Map.of())
        .run(words.subList(1, words.size()).toArray(String[]::new));
  }

  private Running.Ended sources(String... arguments) throws IOException, InterruptedException {
    return new Script(root, root.resolve("functions/cli/sources"), Map.of()).run(arguments);
  }

  /// File times advance with the kernel's clock tick.
  private static void letTheClockTick() throws InterruptedException {
    Thread.sleep(20);
  }

  private Path write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
