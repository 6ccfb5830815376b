package dev.tintype.cli.report;

import dev.tintype.cli.folder.FileOutcome;
import dev.tintype.cli.folder.Found;
import dev.tintype.cli.folder.OriginalFile;
import dev.tintype.cli.terminal.Bar;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.Manifest;
import dev.tintype.core.Rejection;
import dev.tintype.core.state.Step;
import dev.tintype.server.settings.HumanText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/// Prints one line per file, and a progress bar on a terminal.
public final class LineReport implements Report {

  private final Screen screen;
  private final Bar bar;
  private final ConcurrentHashMap<OriginalFile, Long> startedNanos = new ConcurrentHashMap<>();

  public LineReport(Screen screen, Bar bar) {
    this.screen = screen;
    this.bar = bar;
  }

  @Override
  public void skipped(Found.Note note) {
    screen.line("skipped  " + note.path() + ": " + note.why());
  }

  @Override
  public void unusable(Found.Note note) {
    screen.line("failed   " + note.path() + ": unreadable. " + note.why());
  }

  @Override
  public void reached(OriginalFile file, Step step) {
    startedNanos.putIfAbsent(file, System.nanoTime());
    bar.reached(file, step);
  }

  @Override
  public void ended(OriginalFile file, FileOutcome outcome) {
    bar.ended(file);
    Duration time = since(file);
    switch (outcome) {
      case FileOutcome.Ready(Manifest manifest, Path _, boolean before) ->
          screen.line(
              "ready    "
                  + file.path()
                  + "  "
                  + HumanText.count(manifest.variants().size(), "variant")
                  + ", "
                  + HumanText.bytes(
                      manifest.variants().stream().mapToLong(Manifest.Variant::bytes).sum())
                  + (before ? ", made before" : ", " + HumanText.time(time)));
      case FileOutcome.Refused(Rejection reason, String _) ->
          screen.line("failed   " + file.path() + ": " + reason.code() + ". " + reason.message());
      case FileOutcome.Unusable(String message) ->
          screen.line("failed   " + file.path() + ": unreadable. " + message);
      case FileOutcome.Interrupted _ -> {}
    }
  }

  private Duration since(OriginalFile file) {
    long now = System.nanoTime();
    Long started = startedNanos.remove(file);
    return Duration.ofNanos(started == null ? 0 : now - started);
  }

  @Override
  public void close() {
    bar.close();
  }

  @Override
  public void finished(Tally seen) {
    String made =
        "%s made, %s, %s"
            .formatted(
                HumanText.count(seen.made(), "file"),
                HumanText.bytes(seen.bytes()),
                HumanText.time(seen.elapsed()));
    String before = seen.before() == 0 ? "" : ", %d made before".formatted(seen.before());
    String refused = seen.refused() == 0 ? "" : ", %d failed".formatted(seen.refused());
    screen.line(made + before + refused + ". Open " + seen.sheet());
  }

  @Override
  public void interrupted(Tally seen) {
    screen.note(
        "Interrupted: %d of %s done. Run the same command again to continue."
            .formatted(
                seen.made() + seen.before() + seen.refused(),
                HumanText.count(seen.files(), "file")));
  }
}
