package dev.tintype.server.cli;

import dev.tintype.core.state.Step;
import dev.tintype.server.Words;
import dev.tintype.server.folder.OriginalFile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The progress of a run as one line: how much, how long still, and what is being done.
///
/// Safe for use by many threads.
final class Bar implements AutoCloseable {

  private static final int CELLS = 24;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  private final Screen screen;
  private final int files;
  private final long startedNanos;
  private final Map<OriginalFile, Step> running = new LinkedHashMap<>();
  private int ended;
  private boolean closed;

  Bar(Screen screen, int files, long startedNanos) {
    this.screen = screen;
    this.files = files;
    this.startedNanos = startedNanos;
  }

  synchronized void reached(OriginalFile file, Step step) {
    running.put(file, step);
    draw(System.nanoTime());
  }

  synchronized void ended(OriginalFile file) {
    running.remove(file);
    ended++;
    draw(System.nanoTime());
  }

  private void draw(long nowNanos) {
    if (!closed && screen.hasBar()) {
      String text = text(Duration.ofNanos(nowNanos - startedNanos));
      screen.bar(text.substring(0, text.offsetByCodePoints(0, cut(text))));
    }
  }

  private int cut(String text) {
    return Math.min(text.codePointCount(0, text.length()), screen.columns() - 1);
  }

  private String text(Duration elapsed) {
    // A file that is being encoded counts as half.
    double done =
        ended + running.values().stream().filter(step -> step == Step.ENCODE).count() / 2.0;
    double share = files == 0 ? 1 : done / files;
    String left =
        ended == 0 || ended == files
            ? ""
            : ", " + Words.time(elapsed.multipliedBy(files - ended).dividedBy(ended)) + " left";
    String names =
        running.entrySet().stream()
            .map(entry -> entry.getKey().path().getFileName() + " " + verb(entry.getValue()))
            .collect(Collectors.joining(" · "));
    return "%s %d/%d%s  %s".formatted(cells(share), ended, files, left, names);
  }

  private static String verb(Step step) {
    return switch (step) {
      case FETCH -> "reading";
      case DECODE -> "decoding";
      case ENCODE -> "encoding";
      case PUBLISH -> "filing";
    };
  }

  private static String cells(double share) {
    int eighths = (int) Math.round(share * CELLS * 8);
    String full = "█".repeat(eighths / 8);
    String part = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
    return "▕" + full + part + " ".repeat(CELLS - full.length() - part.length()) + "▏";
  }

  @Override
  public synchronized void close() {
    closed = true;
    screen.bar("");
  }
}
