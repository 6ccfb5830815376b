package dev.tintype.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.server.settings.Settings.InvalidSetting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportStateTest {

  @TempDir private Path folder;

  private static final ImportItem FIRST = new ImportItem("sea.jpg", 1, "then");
  private static final ImportItem SECOND = new ImportItem("\u00c5lesund.jpg", 2, "then");

  @Test
  void aLineThatIsCutInsideACharacterIsPassedOver() throws Exception {
    Path file = folder.resolve("state.jsonl");
    try (ImportState state = ImportState.open(file)) {
      state.add(FIRST, "1");
      state.add(SECOND, "2");
    }
    byte[] whole = Files.readAllBytes(file);
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    Files.write(file, Arrays.copyOf(whole, text.indexOf('\u00c3') + 1));
    try (ImportState state = ImportState.open(file)) {
      assertThat(state.has(FIRST)).isTrue();
      assertThat(state.has(SECOND)).isFalse();
      state.add(SECOND, "2");
    }
    try (ImportState state = ImportState.open(file)) {
      assertThat(state.has(FIRST)).isTrue();
      assertThat(state.has(SECOND)).isTrue();
    }
  }

  @Test
  void anotherFileIsRefusedAndNotChanged() throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "notes");
    assertThatThrownBy(() -> ImportState.open(file))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("notes.txt");
    assertThat(file).hasContent("notes");
  }

  @Test
  void openingAFileChangesNothing() throws Exception {
    Path file = folder.resolve("state.jsonl");
    try (ImportState state = ImportState.open(file)) {
      state.add(FIRST, "1");
    }
    byte[] before = Files.readAllBytes(file);
    ImportState.open(file).close();
    assertThat(file).hasBinaryContent(before);
  }
}
