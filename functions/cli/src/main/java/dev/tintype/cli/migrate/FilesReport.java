package dev.tintype.cli.migrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.terminal.Meter;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.flow.relocate.FilesListener;
import dev.tintype.core.flow.relocate.FilesMove;
import dev.tintype.core.flow.relocate.HostMark;
import dev.tintype.core.flow.relocate.Moved;
import dev.tintype.core.flow.relocate.Side.Size;
import dev.tintype.core.json.Json;
import dev.tintype.server.settings.HumanText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Prints how far a move of files is and what came of it: a bar on a terminal, lines otherwise, or
/// one line of JSON for each event. Safe for use by many threads.
public final class FilesReport implements FilesListener, AutoCloseable {

  private static final long BETWEEN_NOTES = TimeUnit.SECONDS.toNanos(10);
  private static final long BETWEEN_BARS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Screen screen;
  private final boolean json;
  private String verb = "copying";
  private long total;
  private long shown = System.nanoTime() - BETWEEN_BARS;
  private long waited = System.nanoTime() - BETWEEN_NOTES;

  public FilesReport(Screen screen, boolean json) {
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

  void begins(String what, String from, String to, Size size) {
    synchronized (this) {
      verb = what;
      total = size.files();
    }
    say(
        event("begins")
            .put("what", what)
            .put("from", from)
            .put("to", to)
            .put("files", size.files())
            .put("bytes", size.bytes()),
        "%s: %s, %s, from %s to %s."
            .formatted(
                what,
                HumanText.count(size.files(), "file"),
                HumanText.bytes(size.bytes()),
                from,
                to));
  }

  @Override
  public synchronized void advanced(long files, long bytes) {
    long now = System.nanoTime();
    if (now - shown < (screen.hasBar() ? BETWEEN_BARS : BETWEEN_NOTES)) {
      return;
    }
    shown = now;
    long all = Math.max(total, files);
    if (screen.hasBar()) {
      screen.bar(
          "%s %s %d/%d  %s"
              .formatted(
                  verb,
                  Meter.of(all == 0 ? 1 : (double) files / all, screen.meterCells()),
                  files,
                  all,
                  HumanText.bytes(bytes)));
    } else if (json) {
      screen.line(
          Json.write(event("advanced").put("files", files).put("of", all).put("bytes", bytes)));
    } else {
      screen.note("%s: %d of %s".formatted(verb, files, HumanText.count(all, "file")));
    }
  }

  synchronized void waiting(List<String> names) {
    long now = System.nanoTime();
    if (now - waited >= BETWEEN_NOTES) {
      waited = now;
      ObjectNode event = event("waiting");
      names.forEach(event.putArray("processes")::add);
      say(event, "Waiting until these processes act by the move: " + String.join(", ", names));
    }
  }

  void passed(String name, Moved moved) {
    ObjectNode event =
        event(name)
            .put("files", moved.files())
            .put("copied", moved.copied())
            .put("bytes", moved.bytes())
            .put("erased", moved.erased())
            .put("removed", moved.removed())
            .put("wrong", moved.wrong());
    say(
        event,
        "%s: %s looked at, %d copied (%s), %d of erased images left out, %d leftovers removed, %d wrong."
            .formatted(
                name,
                HumanText.count(moved.files(), "file"),
                moved.copied(),
                HumanText.bytes(moved.bytes()),
                moved.erased(),
                moved.removed(),
                moved.wrong()));
    moved
        .troubles()
        .forEach(trouble ->
            say(
                event("trouble")
                    .put("kind", trouble.kind().code())
                    .put("key", trouble.key())
                    .put("detail", trouble.detail()),
                "  %s %s: %s".formatted(trouble.kind().code(), trouble.key(), trouble.detail())));
    if (moved.wrong() > 0) {
      screen.note("'tintype verify --repair' mends what can be mended. Then run this again.");
    }
  }

  void copied() {
    if (!json) {
      screen.line(
          "Everything is copied, and new files go to the new storage. Next: --verify compares both, "
              + "and --finish ends the use of the old one.");
    }
  }

  void calledOff() {
    say(
        event("calledOff"),
        "The move the other way had not begun and is called off. No file was moved.");
  }

  void finished(String address, String old) {
    ObjectNode event = event("finished");
    event.putObject("settings").put("TINTYPE_STORAGE", address);
    event.put("old", old);
    say(
        event,
        "Only the new storage is used. Start every server and worker with TINTYPE_STORAGE=%s and without TINTYPE_STORAGE_NEXT. The files in %s are kept, also those of images that are erased later: delete them when you need no way back."
            .formatted(address, old));
  }

  void plan(Optional<FilesMove> move, Size from, Size to, List<HostMark> hosts) {
    Optional<FilesMove> shown = move.filter(known -> known.phase() != FilesMove.Phase.NONE);
    ObjectNode event =
        event("plan")
            .put("phase", shown.map(known -> known.phase().code()).orElse("off"))
            .put("files", from.files())
            .put("bytes", from.bytes())
            .put("filesThere", to.files())
            .put("bytesThere", to.bytes());
    var names = event.putArray("processes");
    hosts.forEach(host ->
        names
            .addObject()
            .put("name", host.name())
            .put("acts", host.acts())
            .put("ageSeconds", host.age().toSeconds()));
    say(
        event,
        "%s, %s; the new storage has %s, %s."
            .formatted(
                HumanText.count(from.files(), "file"),
                HumanText.bytes(from.bytes()),
                HumanText.count(to.files(), "file"),
                HumanText.bytes(to.bytes())));
    if (!json) {
      screen.line(
          shown
              .map(known ->
                  "%s since %s: from %s to %s"
                      .formatted(known.phase().code(), known.since(), known.from(), known.to()))
              .orElse("No move of files is known."));
      hosts.forEach(host ->
          screen.line(
              "  %s acts by change %d, said so %s ago"
                  .formatted(host.name(), host.acts(), HumanText.time(host.age()))));
    }
  }

  void forgotten() {
    say(
        event("forgotten"),
        "The last move is forgotten: TINTYPE_STORAGE alone says where files are.");
  }

  void interrupted() {
    screen.bar("");
    screen.note("Interrupted. Nothing is lost; the same command goes on.");
  }

  @Override
  public void close() {
    screen.bar("");
  }
}
