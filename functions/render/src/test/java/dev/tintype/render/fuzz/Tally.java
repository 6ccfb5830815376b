package dev.tintype.render.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Counts the results of mutants. Safe for use by many threads.
final class Tally {

  private static final String DECODED = "reached the decoder";
  private static final long MIB = 1L << 20;

  private final Map<String, Map<String, Integer>> byFormat = new TreeMap<>();
  private final Map<String, Integer> decoded = new TreeMap<>();
  private int count;
  private long peakBytes;
  private int leftovers;

  synchronized void add(String format, String outcome, boolean reachedDecode) {
    byFormat.computeIfAbsent(format, _ -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
    decoded.merge(format, reachedDecode ? 1 : 0, Integer::sum);
    count++;
  }

  synchronized void peak(long bytes) {
    peakBytes = Math.max(peakBytes, bytes);
  }

  synchronized void leftovers(int files) {
    leftovers += files;
  }

  synchronized int count() {
    return count;
  }

  synchronized int of(String outcome) {
    return byFormat.values().stream().mapToInt(all -> all.getOrDefault(outcome, 0)).sum();
  }

  synchronized int leftovers() {
    return leftovers;
  }

  synchronized long peakBytes() {
    return peakBytes;
  }

  synchronized double decodedShare() {
    return share(decoded.values().stream().mapToInt(Integer::intValue).sum(), count);
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : part / (double) whole;
  }

  /// All counts, to continue the run later.
  synchronized ObjectNode json() {
    ObjectNode json = Json.object().put("peakBytes", peakBytes).put("leftovers", leftovers);
    ObjectNode formats = json.putObject("formats");
    byFormat.forEach((format, outcomes) -> {
      ObjectNode row = formats.putObject(format).put(DECODED, decoded.getOrDefault(format, 0));
      outcomes.forEach(row::put);
    });
    return json;
  }

  /// Reads the result of [#json].
  static Tally of(JsonObject json) {
    Tally tally = new Tally();
    tally.peakBytes = json.integer("peakBytes", 0, Long.MAX_VALUE);
    tally.leftovers = json.int32("leftovers", 0, Integer.MAX_VALUE);
    JsonObject formats = json.object("formats");
    formats.node().fieldNames().forEachRemaining(format -> tally.read(format, formats));
    return tally;
  }

  private void read(String format, JsonObject formats) {
    JsonObject row = formats.object(format);
    row.node()
        .fieldNames()
        .forEachRemaining(name -> {
          int times = row.int32(name, 0, Integer.MAX_VALUE);
          if (name.equals(DECODED)) {
            decoded.put(format, times);
          } else {
            byFormat.computeIfAbsent(format, _ -> new TreeMap<>()).put(name, times);
            count += times;
          }
        });
  }

  /// A Markdown table: outcomes by format, and the counts that must be zero.
  synchronized String table() {
    Map<String, Integer> total = new TreeMap<>();
    byFormat.values().forEach(row -> row.forEach((name, n) -> total.merge(name, n, Integer::sum)));
    StringBuilder out = new StringBuilder("| format |");
    total.keySet().forEach(outcome -> out.append(' ').append(outcome).append(" |"));
    out.append(" mutants | ").append(DECODED).append(" |\n|---|");
    out.append("---:|".repeat(total.size() + 2)).append('\n');
    byFormat.forEach((format, outcomes) -> {
      int all = outcomes.values().stream().mapToInt(Integer::intValue).sum();
      row(out, format, total, outcomes, share(decoded.getOrDefault(format, 0), all));
    });
    row(out, "all", total, total, decodedShare());
    return out.append(
            """

            Renderers that died: %d. Hangs: %d. Largest renderer: %d MiB of 1536. \
            Files left in work folders: %d.
            """
                .formatted(of("crashed"), of("timeout"), peakBytes / MIB, leftovers))
        .toString();
  }

  private static void row(
      StringBuilder out,
      String name,
      Map<String, Integer> columns,
      Map<String, Integer> outcomes,
      double decodedShare) {
    out.append("| ").append(name).append(" |");
    columns
        .keySet()
        .forEach(key -> out.append(' ').append(outcomes.getOrDefault(key, 0)).append(" |"));
    out.append(' ')
        .append(outcomes.values().stream().mapToInt(Integer::intValue).sum())
        .append(String.format(Locale.ROOT, " | %.1f %% |%n", 100 * decodedShare));
  }
}
