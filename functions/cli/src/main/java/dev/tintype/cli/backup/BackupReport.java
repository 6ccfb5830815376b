package dev.tintype.cli.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.terminal.Meter;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.flow.backup.Backup.Made;
import dev.tintype.core.flow.backup.BackupIndex;
import dev.tintype.core.flow.backup.BackupListener;
import dev.tintype.core.flow.backup.BackupPlace;
import dev.tintype.core.flow.backup.CheckBackups.Checked;
import dev.tintype.core.flow.backup.Damaged;
import dev.tintype.core.flow.backup.DropBackups.Dropped;
import dev.tintype.core.json.Json;
import dev.tintype.server.settings.HumanText;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Prints how far a backup, a check or a restore is and what came of it: a bar on a terminal, lines
/// otherwise, or one line of JSON for each event. Safe for use by many threads.
public final class BackupReport implements BackupListener, AutoCloseable {

  private static final long BETWEEN_NOTES = TimeUnit.SECONDS.toNanos(10);
  private static final long BETWEEN_BARS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int MOST_SHOWN = 100;

  private final Screen screen;
  private final boolean json;
  private long shown = System.nanoTime();

  public BackupReport(Screen screen, boolean json) {
    this.screen = screen;
    this.json = json;
  }

  private void say(ObjectNode event, String text) {
    screen.bar("");
    screen.line(json ? Json.write(event) : text);
  }

  private static ObjectNode event(String name) {
    return Json.object().put("event", name);
  }

  private static String verb(Phase phase) {
    return switch (phase) {
      case READING -> "reading rows";
      case COPYING -> "copying images";
      case CHECKING -> "checking files";
      case COMPARING -> "comparing images";
      case WRITING -> "writing rows";
      case DROPPING -> "dropping files";
    };
  }

  @Override
  public synchronized void advanced(Phase phase, long done, long all, long bytes) {
    long now = System.nanoTime();
    if (now - shown < (screen.hasBar() ? BETWEEN_BARS : BETWEEN_NOTES)) {
      return;
    }
    shown = now;
    String count = all == 0 ? Long.toString(done) : done + "/" + all;
    if (screen.hasBar()) {
      screen.bar(
          "%s %s %s  %s"
              .formatted(
                  verb(phase),
                  all == 0 ? "" : Meter.of((double) done / all, screen.meterCells()),
                  count,
                  HumanText.bytes(bytes)));
    } else if (json) {
      screen.line(
          Json.write(
              event("advanced")
                  .put("phase", phase.name().toLowerCase(Locale.ROOT))
                  .put("done", done)
                  .put("of", all)
                  .put("bytes", bytes)));
    } else {
      screen.note("%s: %s".formatted(verb(phase), count));
    }
  }

  @Override
  public synchronized void altered(String key) {
    say(event("altered").put("key", key), "altered  %s: this run does without it".formatted(key));
  }

  /// @param what such as `backup`
  public void begins(String what, String from, String to) {
    say(
        event("begins").put("what", what).put("from", from).put("to", to),
        "%s of %s to %s.".formatted(what, from, to));
  }

  private static ObjectNode counts(ObjectNode event, BackupIndex index) {
    return event
        .put("takenAt", index.takenAt().toString())
        .put("images", index.counts().images())
        .put("ready", index.counts().ready())
        .put("files", index.counts().files())
        .put("bytes", index.counts().bytes());
  }

  public void made(Made made) {
    BackupIndex index = made.index();
    say(
        counts(event("backup").put("id", made.entry().id()), index)
            .put("copiedFiles", made.copiedFiles())
            .put("copiedBytes", made.copiedBytes())
            .put("changed", made.changed()),
        "Backup %s is whole: %s, %s, %s; %s copied, %s."
            .formatted(
                made.entry().id(),
                HumanText.count(index.counts().images(), "image"),
                HumanText.count(index.counts().files(), "file"),
                HumanText.bytes(index.counts().bytes()),
                HumanText.count(made.copiedFiles(), "file"),
                HumanText.bytes(made.copiedBytes())));
  }

  public void dropped(Dropped dropped) {
    say(
        event("dropped")
            .put("backups", dropped.backups())
            .put("files", dropped.files())
            .put("bytes", dropped.bytes()),
        "%s dropped, with %s that no other one holds, %s."
            .formatted(
                HumanText.count(dropped.backups(), "old backup"),
                HumanText.count(dropped.files(), "file"),
                HumanText.bytes(dropped.bytes())));
  }

  public void entry(BackupPlace.Entry entry, BackupIndex index) {
    say(
        counts(event("backup").put("id", entry.id()), index),
        "%s  %s, %s, %s"
            .formatted(
                entry.id(),
                HumanText.count(index.counts().images(), "image"),
                HumanText.count(index.counts().files(), "file"),
                HumanText.bytes(index.counts().bytes())));
  }

  /// @param why a sentence for people
  public void unreadable(BackupPlace.Entry entry, String why) {
    say(
        event("damaged").put("id", entry.id()).put("detail", why),
        "%s  damaged: %s".formatted(entry.id(), why));
  }

  public void checked(Checked checked) {
    damaged(checked.damaged());
    say(
        event("checked")
            .put("backups", checked.backups())
            .put("files", checked.files())
            .put("bytes", checked.bytes())
            .put("unnamed", checked.unnamed())
            .put("damaged", checked.damaged().size()),
        "%s: %s read, %s; %d of no backup; %d damaged."
            .formatted(
                HumanText.count(checked.backups(), "backup"),
                HumanText.count(checked.files(), "file"),
                HumanText.bytes(checked.bytes()),
                checked.unnamed(),
                checked.damaged().size()));
  }

  public void damaged(List<Damaged> files) {
    files.stream()
        .limit(json ? Long.MAX_VALUE : MOST_SHOWN)
        .forEach(file ->
            say(
                event("damaged")
                    .put("image", file.image())
                    .put("key", file.key())
                    .put("detail", file.detail()),
                "damaged  %s: %s".formatted(file.key(), file.detail())));
    if (!json && files.size() > MOST_SHOWN) {
      screen.line("and %d more".formatted(files.size() - MOST_SHOWN));
    }
  }

  public void restored(BackupPlace.Entry entry, long files, long bytes, long messages) {
    say(
        event("restored")
            .put("id", entry.id())
            .put("files", files)
            .put("bytes", bytes)
            .put("messages", messages),
        "Backup %s is restored: %s, %s. %s sent for what waits. 'tintype verify' compares all of it."
            .formatted(
                entry.id(),
                HumanText.count(files, "file"),
                HumanText.bytes(bytes),
                HumanText.count(messages, "message")));
  }

  /// @param advice a sentence for people
  public void failed(String advice) {
    screen.bar("");
    screen.trouble(advice);
  }

  public void interrupted() {
    screen.bar("");
    screen.note("Interrupted. The same command goes on with what is done.");
  }

  @Override
  public void close() {
    screen.bar("");
  }
}
