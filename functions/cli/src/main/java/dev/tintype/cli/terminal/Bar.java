package dev.tintype.cli.terminal;

import dev.tintype.cli.folder.OriginalFile;
import dev.tintype.core.state.Step;
import dev.tintype.server.settings.HumanText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The progress of a run as one line: how much is done, the time left, and the current work.
///
/// Safe for use by many threads.
public final class Bar implements AutoCloseable {

  private static final Duration TICK = Duration.ofSeconds(1);

  private final Screen screen;
  private final int files;
  private final long startedNanos;
  private final Map<OriginalFile, Step> running = new LinkedHashMap<>();
  private int ended;
  private boolean closed;

  public Bar(Screen screen, int files, long startedNanos) {
    this.screen = screen;
    this.files = files;
    this.startedNanos = startedNanos;
  }

  /// Redraws every second from now on, so that a long step is visibly alive.
  public Bar ticking() {
    if (screen.hasBar()) {
      Thread.ofVirtual().name("bar").start(this::tick);
    }
    return this;
  }

  private void tick() {
    try {
      while (!isClosed()) {
        Thread.sleep(TICK);
        redraw();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void redraw() {
    draw(System.nanoTime());
  }

  public synchronized void reached(OriginalFile file, Step step) {
    running.put(file, step);
    draw(System.nanoTime());
  }

  public synchronized void ended(OriginalFile file) {
    running.remove(file);
    ended++;
    draw(System.nanoTime());
  }

  private void draw(long nowNanos) {
    if (!closed && screen.hasBar()) {
      screen.bar(text(Duration.ofNanos(nowNanos - startedNanos)));
    }
  }

  private String text(Duration elapsed) {
    // A file in encoding counts as half done.
    double done =
        ended + running.values().stream().filter(step -> step == Step.ENCODE).count() / 2.0;
    double share = files == 0 ? 1 : done / files;
    String names =
        running.entrySet().stream()
            .map(entry -> verb(entry.getValue()) + " " + entry.getKey().path().getFileName())
            .collect(Collectors.joining(" · ", "  ", ""));
    return "%s %d/%d%s%s"
        .formatted(
            Meter.of(share, screen.meterCells()),
            ended,
            files,
            time(elapsed),
            names.stripTrailing());
  }

  /// The time left, once a file has ended and an estimate is possible; until then the elapsed time.
  private String time(Duration elapsed) {
    if (ended == files || elapsed.toSeconds() < 1) {
      return "";
    }
    return ended == 0
        ? ", " + HumanText.seconds(elapsed)
        : ", " + HumanText.seconds(elapsed.multipliedBy(files - ended).dividedBy(ended)) + " left";
  }

  private static String verb(Step step) {
    return switch (step) {
      case FETCH -> "reading";
      case DECODE -> "decoding";
      case ENCODE -> "encoding";
      case PUBLISH -> "filing";
    };
  }

  @Override
  public synchronized void close() {
    closed = true;
    screen.bar("");
  }
}
