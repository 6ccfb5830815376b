package dev.tintype.bench.report;

import dev.tintype.bench.contestant.Name;
import dev.tintype.bench.contestant.Sample;
import dev.tintype.bench.figure.Row;
import dev.tintype.bench.figure.Spread;
import dev.tintype.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The measured part of `docs/benchmarks.md`.
public final class BenchmarksPage {

  private static final Map<String, String> MAIN = new LinkedHashMap<>();

  static {
    MAIN.put("p12/default", "A warm 12 MP job under `default` and its parts");
    MAIN.put("p12/fast", "A warm 12 MP job under `fast` and its parts");
    MAIN.put("p12/crops", "A warm 12 MP job with three crops beside the sizes of `default`");
    MAIN.put("peers/default", "Against sharp on the same libvips, 12 MP, `default`");
    MAIN.put("peers/fast", "Against sharp on the same libvips, 12 MP, `fast`");
    MAIN.put("jail-job", "The jail, each job");
    MAIN.put("jail-start", "The jail, at start");
  }

  private static final double MB = 1e6;

  private final Map<String, JsonObject> figures;
  private final String versions;

  /// @param figures all stored figures, by id
  /// @param versions machine and software, in one line
  public BenchmarksPage(Map<String, JsonObject> figures, String versions) {
    this.figures = figures;
    this.versions = versions;
  }

  /// @return Markdown
  public String text() {
    List<String> parts = new ArrayList<>();
    parts.add("Measured on: " + versions + ".");
    parts.add("### Promises\n\n" + promises());
    MAIN.forEach((id, title) ->
        row(id).ifPresent(row -> parts.add("### " + title + "\n\n" + contestants(row))));
    parts.add("### Other originals\n\n" + originals());
    figures.forEach((id, json) -> {
      if (id.startsWith("soak/")) {
        parts.add("### " + id + "\n\n" + soak(json));
      }
    });
    return String.join("\n\n", parts) + "\n";
  }

  private Optional<Row> row(String id) {
    return Optional.ofNullable(figures.get(id)).map(Row::read);
  }

  private String promises() {
    Table table = new Table("promise", "limit", "measured (95 % interval)", "kept");
    new Promises(figures).all().forEach(promise -> promise.addTo(table));
    return table.text();
  }

  private static String contestants(Row row) {
    Table table =
        new Table(
            "", "CPU s", "of which caller", "wall s", "peak RSS MB", "bytes", "CPU, Tintype = 1");
    String first = row.contestants().keySet().iterator().next();
    row.contestants()
        .forEach((name, samples) ->
            table.add(
                name,
                row.cpu(name).text(2),
                Promise.number(row.spread(name, Sample::parentCpu).median(), 3),
                row.wall(name).text(2),
                Promise.number(row.peakBytes().getOrDefault(name, 0L) / MB, 0),
                Long.toString(samples.getFirst().bytes()),
                row.cpuRatio(name, first).text(2)));
    return table.text() + "\n" + row.samples(first).size() + " rounds.";
  }

  private String originals() {
    Table table =
        new Table(
            "original",
            "rounds",
            "CPU s",
            "wall s",
            "peak RSS MB",
            "CPU / its encodes",
            "sharp naive CPU s",
            "CPU / sharp naive");
    for (String id : figures.keySet()) {
      if (!id.endsWith("/default") || MAIN.containsKey(id) || id.startsWith("quality/")) {
        continue;
      }
      Row row = row(id).orElseThrow();
      table.add(
          id.replace("/default", ""),
          Integer.toString(row.samples(Name.TINTYPE).size()),
          row.cpu(Name.TINTYPE).text(2),
          row.wall(Name.TINTYPE).text(2),
          Promise.number(row.peakBytes().getOrDefault(Name.TINTYPE, 0L) / MB, 0),
          row.cpuRatio(Name.TINTYPE, Name.ENCODES).text(3),
          row.cpu(Name.SHARP_NAIVE).text(2),
          row.cpuRatio(Name.TINTYPE, Name.SHARP_NAIVE).text(3));
    }
    return table.text();
  }

  private static String soak(JsonObject json) {
    List<JsonObject> looks = json.objects("looks");
    String seen =
        looks.stream()
            .map(look ->
                "%d: %.0f"
                    .formatted(
                        look.int32("job", 1, Integer.MAX_VALUE),
                        look.integer("residentBytes", 0, Long.MAX_VALUE) / MB))
            .collect(Collectors.joining(", "));
    return "A 2 MP original under `fast`, one renderer. Resident MB after job " + seen + ".";
  }

  /// Formats a spread in milliseconds.
  static String milliseconds(Spread seconds) {
    return seconds.times(1000).text(0);
  }
}
