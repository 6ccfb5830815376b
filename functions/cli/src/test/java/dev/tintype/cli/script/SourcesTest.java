package dev.tintype.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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

  @Test
  void testsAreNotPartOfABuild() throws Exception {
    String before = sources("hash").out();
    write("functions/cli/src/test/java/ATest.java", "class BTest {}");
    assertThat(sources("hash").out()).isEqualTo(before);
  }

  private Running.Ended sources(String... arguments) throws IOException, InterruptedException {
    return new Script(root, root.resolve("functions/cli/sources"), java.util.Map.of())
        .run(arguments);
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
