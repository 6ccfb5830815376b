package dev.tintype.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkedDocumentTest {

  private static final String BEGIN = "<!-- written by a command: begin -->\n";
  private static final String END = "<!-- written by a command: end -->\n";

  @TempDir private Path folder;

  @Test
  void onlyTheTextBetweenTheMarkersIsReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("a.md"), "before\n" + BEGIN + "old" + END + "z");

    new MarkedDocument(file).write("new");
    new MarkedDocument(file).write("newer");

    assertThat(file).hasContent("before\n" + BEGIN + "\nnewer\n" + END + "z");
  }

  @Test
  void aFileWithoutMarkersIsUnchanged() throws IOException {
    Path file = Files.writeString(folder.resolve("b.md"), "prose");

    assertThatThrownBy(() -> new MarkedDocument(file).write("new")).isInstanceOf(IOException.class);
    assertThat(file).hasContent("prose");
  }
}
