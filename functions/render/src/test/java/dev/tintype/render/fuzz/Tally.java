package dev.tintype.render.fuzz;

import java.util.Map;
import java.util.TreeMap;

/// What came of the mutants. Safe for use by many threads.
final class Tally {

  private static final long MIB = 1L << 20;

  private final Map<String, Map<String, Integer>> byFormat = new TreeMap<>();
  private final Map<String, Integer> total = new TreeMap<>();
  private int count;
  private int decoded;
  private long peakBytes;
  private int leftovers;

  synchronized void add(String format, String outcome, boolean reachedDecode) {
    byFormat.computeIfAbsent(format, _ -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
    total.merge(outcome, 1, Integer::sum);
    count++;
    decoded += reachedDecode ? 1 : 0;
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
    return total.getOrDefault(outcome, 0);
  }

  synchronized int leftovers() {
    return leftovers;
  }

  synchronized long peakBytes() {
    return peakBytes;
  }

  synchronized double decodedShare() {
    return count == 0 ? 0 : decoded / (double) count;
  }

  /// A table in Markdown: outcomes by format, and what must be zero.
  synchronized String table() {
    StringBuilder out = new StringBuilder("| format |");
    total.keySet().forEach(outcome -> out.append(' ').append(outcome).append(" |"));
    out.append(" mutants |\n|---|").append("---:|".repeat(total.size() + 1)).append('\n');
    byFormat.forEach((format, outcomes) -> row(out, format, outcomes));
    row(out, "all", total);
    out.append(
            "%nReached the decoder: %.1f %%. Renderers that died: %d. Hangs: %d. Largest renderer: %d"
                .formatted(100 * decodedShare(), of("crashed"), of("timeout"), peakBytes / MIB))
        .append(" MiB of 1536. Files left in work folders: ")
        .append(leftovers)
        .append(". The parent lived.\n");
    return out.toString();
  }

  private void row(StringBuilder out, String name, Map<String, Integer> outcomes) {
    out.append("| ").append(name).append(" |");
    total
        .keySet()
        .forEach(key -> out.append(' ').append(outcomes.getOrDefault(key, 0)).append(" |"));
    out.append(' ')
        .append(outcomes.values().stream().mapToInt(Integer::intValue).sum())
        .append(" |\n");
  }
}
