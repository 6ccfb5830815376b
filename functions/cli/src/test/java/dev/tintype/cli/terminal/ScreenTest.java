package dev.tintype.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.folder.OriginalFile;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.core.ImageId;
import dev.tintype.core.state.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

  private Screen screen(int columns) {
    return new Screen(stream(out), stream(terminal), columns);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /// @return the drawn texts, one per drawing, without control sequences
  private List<String> drawn() {
    return terminal
        .toString(StandardCharsets.UTF_8)
        .replaceAll("\u001b\\[(K|\\?7[lh])", "")
        .lines()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  @Test
  void withoutATerminalThereAreOnlyLines() {
    Screen screen = screen(0);
    screen.bar("half");
    screen.line("ready");
    screen.bar("");
    assertThat(terminal.size()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("ready\n");
  }

  @Test
  void aLineReplacesTheBarAndTheBarIsDrawnBelowIt() {
    Screen screen = new Screen(stream(terminal), stream(terminal), 80);
    screen.bar("half");
    screen.line("ready");
    screen.bar("");
    String bar = "\r\u001b[?7lhalf\u001b[K\u001b[?7h";
    String clear = "\r\u001b[K";
    assertThat(terminal.toString(StandardCharsets.UTF_8))
        .isEqualTo(bar + clear + "ready\n" + bar + clear);
  }

  @Test
  void aQuietScreenHasLinesAndTroublesOnly() {
    Screen screen = new Screen(stream(out), stream(terminal), 80, Loudness.QUIET);
    screen.bar("half");
    screen.note("a hint");
    screen.line("ready");
    screen.trouble("lost");
    screen.bar("");
    assertThat(screen.hasBar()).isFalse();
    assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("lost\n");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("ready\n");
  }

  @Test
  void aVerboseScreenHasNotesInPlaceOfABar() {
    Screen screen = new Screen(stream(out), stream(terminal), 80, Loudness.VERBOSE);
    screen.bar("half");
    screen.note("a hint");
    assertThat(screen.hasBar()).isFalse();
    assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("a hint\n");
  }

  @Test
  void controlCharactersAreNotSentToTheTerminal() {
    Screen screen = screen(80);
    screen.bar("\u001b[2Jbar");
    screen.line("a\nb\u009b31m\u202egpj");
    screen.note("c\u0007");
    assertThat(drawn()).contains("\\u001b[2Jbar", "c\\u0007");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\\nb\\u009b31m\\u202egpj\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 20, 40, 80, 200})
  void theBarNeverReachesTheLastColumn(int columns) {
    Bar bar = new Bar(screen(columns), 120, System.nanoTime());
    for (int i = 0; i < 120; i++) {
      String name = i + " 日本の写真 😀 with a long name.jpg";
      OriginalFile file = new OriginalFile(Path.of("in", name), new ImageId(name));
      for (Step step : Step.values()) {
        bar.reached(file, step);
      }
      bar.ended(file);
    }
    bar.close();
    assertThat(drawn())
        .hasSizeGreaterThan(10)
        .allSatisfy(text -> assertThat(TerminalWidth.columns(text)).isLessThan(columns));
    assertThat(terminal.toString(StandardCharsets.UTF_8)).endsWith("\r\u001b[K");
  }

  @Test
  void theBarShowsProgressAndTheCurrentFile() {
    Bar bar = new Bar(screen(80), 2, System.nanoTime() - 10_000_000_000L);
    OriginalFile file = new OriginalFile(Path.of("a.jpg"), new ImageId("a.jpg"));
    bar.reached(file, Step.DECODE);
    bar.reached(file, Step.ENCODE);
    bar.ended(file);
    assertThat(drawn().getFirst()).matches("▕                    ▏ 0/2, \\d+ s  decoding a.jpg");
    assertThat(drawn().get(1)).matches("▕█████               ▏ 0/2, \\d+ s  encoding a.jpg");
    assertThat(drawn().get(2)).matches("▕██████████          ▏ 1/2, \\d+ s left");
  }

  @Test
  void theBarOfALongStepIsRedrawn() throws Exception {
    try (Bar bar = new Bar(screen(80), 1, System.nanoTime()).ticking()) {
      bar.reached(new OriginalFile(Path.of("a.jpg"), new ImageId("a.jpg")), Step.ENCODE);
      Eventually.holds("a second drawing", () -> drawn().size() > 1);
    }
  }
}
