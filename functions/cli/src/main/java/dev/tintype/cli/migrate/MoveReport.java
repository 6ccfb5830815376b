package dev.tintype.cli.migrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.terminal.Meter;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.flow.migrate.MoveListener;
import dev.tintype.core.flow.migrate.MovePlan;
import dev.tintype.core.flow.migrate.RecordMove.Ended;
import dev.tintype.core.flow.migrate.Sums;
import dev.tintype.core.flow.migrate.TableChanges;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.provider.Fact;
import dev.tintype.server.settings.HumanText;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Prints how far a move is and what came of it: a bar on a terminal, lines otherwise, or one line
/// of JSON for each event.
public final class MoveReport implements MoveListener, AutoCloseable {

  private static final long BETWEEN_NOTES = 10_000_000_000L;

  private final Screen screen;
  private final boolean json;
  private long noted = System.nanoTime();

  public MoveReport(Screen screen, boolean json) {
    this.screen = screen;
    this.json = json;
  }

  private void say(ObjectNode event, String text) {
    screen.line(json ? Json.write(event) : text);
  }

  private static ObjectNode event(String name) {
    return Json.object().put("event", name);
  }

  static String name(Table table) {
    return table.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  void begins(String from, String to) {
    say(
        event("begins").put("from", from).put("to", to),
        "Moving the records of " + from + " to " + to + ".");
  }

  void doubtful(Fact fact) {
    screen.trouble("The new store: " + fact.name() + ": " + fact.detail() + ".");
  }

  @Override
  public void advanced(Phase phase, Table table, long done, long rows) {
    String what = verb(phase) + " " + name(table);
    if (screen.hasBar()) {
      double share = rows == 0 ? 1 : (double) done / rows;
      screen.bar("%s %s %d/%d".formatted(what, Meter.of(share, screen.meterCells()), done, rows));
    } else if (!json && System.nanoTime() - noted > BETWEEN_NOTES) {
      noted = System.nanoTime();
      screen.note("%s: %d of %d".formatted(what, done, rows));
    }
  }

  private static String verb(Phase phase) {
    return switch (phase) {
      case COPYING -> "copying";
      case COMPARING -> "comparing";
      case LAST_PASS -> "copying the last changes of";
      case CHECKING -> "checking";
      case WAKING -> "sending messages for";
      case REMOVING -> "removing";
    };
  }

  @Override
  public void closing(Duration estimate) {
    say(
        event("closing").put("estimateMillis", estimate.toMillis()),
        "All records are copied. Nothing can be written for about "
            + HumanText.time(estimate)
            + " from now on; reads go on.");
  }

  @Override
  public void reached(Boundary boundary) {
    if (json) {
      screen.line(
          Json.write(event("reached").put("boundary", boundary.name().toLowerCase(Locale.ROOT))));
    }
  }

  /// @param queue absent when only functions on AWS can use the new store
  void moved(Ended.Moved moved, String jobs, Optional<String> queue) {
    screen.bar("");
    ObjectNode event = event("moved");
    moved.sums().ifPresent(sums -> event.set("tables", tables(sums)));
    event.put("closedMillis", moved.closed().toMillis());
    queue.ifPresent(address ->
        event.putObject("settings").put("TINTYPE_JOBS", jobs).put("TINTYPE_QUEUE", address));
    if (json) {
      screen.line(Json.write(event));
      return;
    }
    MovedText.lines(moved, jobs, queue).forEach(screen::line);
  }

  void woken(long messages) {
    screen.bar("");
    say(
        event("woken").put("messages", messages),
        HumanText.count(messages, "message") + " sent for what waits.");
  }

  private static ObjectNode tables(Sums sums) {
    ObjectNode tables = Json.object();
    for (Table table : Table.values()) {
      tables
          .putObject(table.name().toLowerCase(Locale.ROOT))
          .put("rows", sums.held(table).rows())
          .put("sha256", sums.held(table).sha256());
    }
    return tables;
  }

  void plan(
      MovePlan plan, Map<Table, TableChanges> changes, RecordTransfer from, RecordTransfer to) {
    ObjectNode event =
        event("plan")
            .put("from", from.name())
            .put("to", to.name())
            .put("start", plan.start().name().toLowerCase(Locale.ROOT));
    ObjectNode tables = event.putObject("tables");
    for (Table table : Table.values()) {
      tables.put(table.name().toLowerCase(Locale.ROOT), from.count(table));
    }
    ObjectNode differing = event.putObject("changes");
    changes.forEach((table, change) ->
        differing
            .putObject(table.name().toLowerCase(Locale.ROOT))
            .put("added", change.added())
            .put("replaced", change.replaced())
            .put("removed", change.removed()));
    if (json) {
      screen.line(Json.write(event));
      return;
    }
    for (Table table : Table.values()) {
      TableChanges change = Objects.requireNonNull(changes.get(table));
      screen.line(
          "  %-14s %9d   in %s: %d to add, %d to replace, %d to remove"
              .formatted(
                  name(table),
                  from.count(table),
                  to.name(),
                  change.added(),
                  change.replaced(),
                  change.removed()));
    }
    screen.line(first(plan.start()));
  }

  private static String first(MovePlan.Start start) {
    return switch (start) {
      case COPY ->
          "These are copied while the server runs. After that, nothing can be written while both "
              + "stores are read twice. The run tells beforehand how long this will take.";
      case LAST_PASS ->
          "An earlier run stopped and left the old store frozen. This run continues with the last "
              + "pass.";
      case OPEN ->
          "An earlier run had compared everything. This run compares both stores once more, and "
              + "opens the new one.";
      case DONE -> "The records are moved.";
    };
  }

  void compared(Sums sums, String from, String to) {
    screen.bar("");
    for (Table table : Table.values()) {
      boolean isEqual = sums.isEqual(table);
      say(
          event("compared")
              .put("table", table.name().toLowerCase(Locale.ROOT))
              .put("equal", isEqual)
              .put("rowsHere", sums.old(table).rows())
              .put("rowsThere", sums.held(table).rows()),
          "  %-14s %s"
              .formatted(
                  name(table),
                  isEqual
                      ? HumanText.count(sums.held(table).rows(), "row") + ", equal"
                      : "DIFFERS: "
                          + HumanText.count(sums.old(table).rows(), "row")
                          + " in "
                          + from
                          + ", "
                          + sums.held(table).rows()
                          + " in "
                          + to));
    }
  }

  void aborted(boolean wasFrozen) {
    say(
        event("aborted").put("wasFrozen", wasFrozen),
        wasFrozen
            ? "The move is ended, and the store can be written again."
            : "No move had frozen this store. A run that is still copying ends before it freezes "
                + "the store.");
  }

  /// Says why an open store differs from the one that its records came from.
  void wroteOn(String store, Instant since) {
    screen.note(
        store
            + " can be written since "
            + since
            + ": what was written since then differs, such as the time when a token was last used, "
            + "and versions that a worker held were queued again. The move itself had compared "
            + "both stores before.");
  }

  void discarded(String store, String from, long rows) {
    screen.bar("");
    say(
        event("discarded").put("rows", rows),
        "%s is empty: %s removed. The records are in %s."
            .formatted(store, HumanText.count(rows, "row"), from));
  }

  void discardInterrupted() {
    screen.bar("");
    screen.note("Interrupted. Some rows are removed; the same command goes on.");
  }

  void interrupted() {
    screen.bar("");
    screen.note("Interrupted. The old store can be written; the same command goes on.");
  }

  @Override
  public void close() {
    screen.bar("");
  }
}
