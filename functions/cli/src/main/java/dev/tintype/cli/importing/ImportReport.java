package dev.tintype.cli.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.client.FileUpload.Sent;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.json.Json;
import dev.tintype.server.settings.HumanText;
import java.util.Map;
import java.util.TreeMap;

/// Counts and prints what becomes of the files: a bar on a terminal, a line for each that was not
/// imported, and the counts at the end; or one line of JSON for each. Safe for use by many threads.
public final class ImportReport implements AutoCloseable {

  /// Files that are no images by their first bytes.
  public static final String UNKNOWN = "unknown";

  private final Screen screen;
  private final boolean json;
  private final boolean dry;
  private final Map<String, long[]> types = new TreeMap<>();
  private long seen;
  private long imported;
  private long bytes;
  private long before;
  private long unknown;
  private long unreadable;
  private long left;
  private long refused;

  /// @param dry whether nothing is uploaded
  public ImportReport(Screen screen, boolean json, boolean dry) {
    this.screen = screen;
    this.json = json;
    this.dry = dry;
  }

  private void line(ObjectNode event, String text) {
    screen.line(json ? Json.write(event) : text);
  }

  private static ObjectNode file(String name, String state) {
    return Json.object().put("file", name).put("state", state);
  }

  private void draw() {
    screen.bar(
        "%d seen, %d %s, %s, %d before, %d left out"
            .formatted(
                seen,
                imported,
                dry ? "to import" : "imported",
                HumanText.bytes(bytes),
                before,
                unknown + unreadable + left + refused));
  }

  synchronized void seen() {
    seen++;
    draw();
  }

  synchronized void before() {
    before++;
  }

  /// @param type of its bytes, such as `image/jpeg`
  synchronized void wanted(ImportItem item, String type) {
    long[] sum = types.computeIfAbsent(type, _ -> new long[2]);
    sum[0]++;
    sum[1] += item.bytes();
    if (dry) {
      imported++;
      bytes += item.bytes();
    }
  }

  synchronized void imported(ImportItem item, Sent.Stored stored) {
    imported++;
    bytes += item.bytes();
    if (json) {
      screen.line(Json.write(file(item.name(), "imported").put("id", stored.status().id())));
    }
    draw();
  }

  synchronized void unknown(ImportItem item) {
    unknown++;
    long[] sum = types.computeIfAbsent(UNKNOWN, _ -> new long[2]);
    sum[0]++;
    sum[1] += item.bytes();
    if (json) {
      screen.line(Json.write(file(item.name(), UNKNOWN)));
    }
  }

  synchronized void left(String name, String why) {
    left++;
    if (json) {
      screen.line(Json.write(file(name, "left").put("message", why)));
    }
  }

  synchronized void unreadable(String name, String why) {
    unreadable++;
    line(file(name, "unreadable").put("message", why), "unreadable  " + name + ": " + why);
  }

  synchronized void refused(ImportItem item, String reason, String why) {
    refused++;
    line(
        file(item.name(), "refused").put("reason", reason).put("message", why),
        "refused  " + item.name() + ": " + why);
  }

  /// @return whether every image of the source is imported
  public synchronized boolean isWhole() {
    return unreadable + refused == 0;
  }

  /// Prints the counts.
  public synchronized void finished() {
    screen.bar("");
    ObjectNode event =
        Json.object()
            .put("event", dry ? "plan" : "finished")
            .put("seen", seen)
            .put(dry ? "toImport" : "imported", imported)
            .put("bytes", bytes)
            .put("before", before)
            .put("unknown", unknown)
            .put("unreadable", unreadable)
            .put("left", left)
            .put("refused", refused);
    ObjectNode byType = event.putObject("types");
    types.forEach((type, sum) -> byType.putObject(type).put("files", sum[0]).put("bytes", sum[1]));
    if (json) {
      screen.line(Json.write(event));
      return;
    }
    types.forEach((type, sum) ->
        screen.line("  %-12s %9d  %s".formatted(type, sum[0], HumanText.bytes(sum[1]))));
    screen.line(
        "%s %s, %s; %d imported before, %d no images, %d hidden or no files, %d unreadable, %d refused."
            .formatted(
                HumanText.count(imported, "image"),
                dry ? "would be imported" : "imported",
                HumanText.bytes(bytes),
                before,
                unknown,
                left,
                unreadable,
                refused));
  }

  /// Says that the user stopped it.
  public void interrupted() {
    screen.bar("");
    screen.note("Interrupted. The same command goes on.");
  }

  @Override
  public void close() {
    screen.bar("");
  }
}
