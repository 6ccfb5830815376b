package dev.tintype.bench.report;

import dev.tintype.bench.platform.BoundFigure;
import dev.tintype.bench.platform.LoadFigure;
import dev.tintype.bench.platform.ProcessFigure;
import dev.tintype.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The measured part of `docs/benchmarks-platform.md`.
public final class PlatformPage {

  private static final double MB = 1e6;

  private final List<LoadFigure> loads = new ArrayList<>();
  private final List<BoundFigure> bounds = new ArrayList<>();
  private final List<ProcessFigure> processes = new ArrayList<>();
  private final String versions;

  /// @param figures all stored figures, by id
  /// @param versions machine and software, in one line
  public PlatformPage(Map<String, JsonObject> figures, String versions) {
    this.versions = versions;
    figures.forEach((id, json) -> {
      if (id.startsWith(LoadFigure.PREFIX)) {
        loads.add(LoadFigure.read(json));
      } else if (id.startsWith(BoundFigure.PREFIX)) {
        bounds.add(BoundFigure.read(json));
      } else if (id.startsWith(ProcessFigure.PREFIX)) {
        processes.add(ProcessFigure.read(json));
      }
    });
    loads.sort(Comparator.comparingInt(load -> load.piece().first()));
    bounds.sort(Comparator.comparingInt(BoundFigure::first));
  }

  /// @param share for example 0.99
  /// @return the quantile: the value that this share of the values does not exceed
  public static double percentile(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get(
            (int) Math.min(sorted.size() - 1L, (long) Math.ceil(share * sorted.size()) - 1));
  }

  /// @return Markdown
  public String text() {
    List<LoadFigure> usual = loads.stream().filter(load -> load.piece().isUsual()).toList();
    return String.join(
        "\n\n",
        "Measured on: " + versions + ".",
        "### Promises\n\n" + promises(usual),
        "### The load, piece by piece\n\n" + pieces(usual),
        "### `POST /images`, milliseconds\n\n" + answers(usual),
        "### Workers, and encoders per worker\n\n" + workforces(),
        "### `tintype process`, jobs at the same time\n\n" + jobs());
  }

  private double boundSeconds(LoadFigure load) {
    return bounds(load).stream().mapToDouble(BoundFigure::wallSeconds).sum();
  }

  private double boundCpuSeconds(LoadFigure load) {
    return bounds(load).stream().mapToDouble(BoundFigure::cpuSeconds).sum();
  }

  /// The bounds of a load's photographs; NaN when one of them was not measured.
  private List<BoundFigure> bounds(LoadFigure load) {
    int first = load.piece().first();
    int count = load.piece().count();
    List<BoundFigure> inside = new ArrayList<>();
    for (int next = first; next < first + count; ) {
      int from = next;
      int left = first + count - from;
      BoundFigure found =
          bounds.stream()
              .filter(bound -> bound.first() == from && bound.count() <= left)
              .max(Comparator.comparingInt(BoundFigure::count))
              .orElse(null);
      if (found == null) {
        return List.of(new BoundFigure(first, 0, Double.NaN, Double.NaN));
      }
      inside.add(found);
      next += found.count();
    }
    return inside;
  }

  private String promises(List<LoadFigure> usual) {
    double seconds = usual.stream().mapToDouble(LoadFigure::seconds).sum();
    double bound = usual.stream().mapToDouble(this::boundSeconds).sum();
    double cpu = usual.stream().mapToDouble(this::boundCpuSeconds).sum();
    int processors = Runtime.getRuntime().availableProcessors();
    int photos = usual.stream().mapToInt(load -> load.piece().count()).sum();
    int ready = usual.stream().mapToInt(LoadFigure::ready).sum();
    double idle = percentile(all(usual, true), 0.99);
    double loaded = percentile(all(usual, false), 0.99);
    Table table = new Table("promise", "limit", "measured", "kept");
    table.add("photos `ready`", "all", ready + " of " + photos, held(ready == photos));
    table.add(
        "throughput / throughput of the encodes alone",
        "≥ 0.9",
        "%s (%s of perfectly shared processors)"
            .formatted(number(bound / seconds, 3), number(cpu / processors / seconds, 3)),
        held(bound / seconds >= 0.9));
    table.add(
        "p99 of `POST /images` under load / idle",
        "≤ 3",
        number(loaded / idle, 2),
        held(loaded <= 3 * idle));
    double peak = usual.stream().mapToDouble(LoadFigure::peakBytes).max().orElse(Double.NaN);
    double grown = usual.stream().mapToDouble(PlatformPage::grown).max().orElse(Double.NaN);
    table.add(
        "resident memory of the server, MB",
        "≤ 512",
        "%s at its peak; %s more in the last quarter of a load than in the second"
            .formatted(number(peak / MB, 0), number(grown / MB, 0)),
        held(peak / MB <= 512));
    return table.text();
  }

  /// The difference between the server's median memory in the last and in the second quarter of a
  /// load.
  private static double grown(LoadFigure load) {
    List<Double> looks = load.residentBytes().stream().map(Long::doubleValue).toList();
    int quarter = looks.size() / 4;
    return percentile(looks.subList(looks.size() - quarter, looks.size()), 0.5)
        - percentile(looks.subList(quarter, 2 * quarter), 0.5);
  }

  private String pieces(List<LoadFigure> usual) {
    Table table =
        new Table(
            "photos",
            "ready",
            "s",
            "encodes alone, s",
            "throughput / bound",
            "photos/s",
            "CPU s: workers",
            "CPU s: server",
            "CPU s: encodes alone",
            "server RSS MB: first, median, last, peak");
    for (LoadFigure load : usual) {
      List<Double> looks = load.residentBytes().stream().map(Long::doubleValue).toList();
      table.add(
          load.piece().first() + "–" + (load.piece().first() + load.piece().count() - 1),
          Integer.toString(load.ready()),
          number(load.seconds(), 1),
          number(boundSeconds(load), 1),
          number(boundSeconds(load) / load.seconds(), 3),
          number(load.piece().count() / load.seconds(), 2),
          number(load.workersCpuSeconds(), 1),
          number(load.serverCpuSeconds(), 1),
          number(boundCpuSeconds(load), 1),
          "%s, %s, %s, %s"
              .formatted(
                  number(looks.getFirst() / MB, 0),
                  number(percentile(looks, 0.5) / MB, 0),
                  number(looks.getLast() / MB, 0),
                  number(load.peakBytes() / MB, 0)));
    }
    return table.text();
  }

  private static String answers(List<LoadFigure> usual) {
    Table table = new Table("", "answers", "median", "p90", "p99", "longest");
    for (boolean idle : List.of(true, false)) {
      List<Double> all = all(usual, idle);
      table.add(
          idle ? "idle, 50 a second" : "under the load, 2 a second",
          Integer.toString(all.size()),
          number(percentile(all, 0.5), 2),
          number(percentile(all, 0.9), 2),
          number(percentile(all, 0.99), 2),
          number(percentile(all, 1), 2));
    }
    return table.text();
  }

  private String workforces() {
    Table table = new Table("photos", "workers × encoders", "s", "p99 ms idle", "p99 ms load");
    for (LoadFigure load : loads) {
      if (!load.piece().isUsual()) {
        table.add(
            load.piece().first() + "–" + (load.piece().first() + load.piece().count() - 1),
            load.piece().workers() + " × " + load.piece().encoders(),
            number(load.seconds(), 1),
            number(percentile(load.idleMillis(), 0.99), 2),
            number(percentile(load.loadMillis(), 0.99), 2));
      }
    }
    return table.text();
  }

  private String jobs() {
    Table table = new Table("photos", "jobs", "s");
    for (ProcessFigure run : processes) {
      table.add(
          run.first() + "–" + (run.first() + run.count() - 1),
          Integer.toString(run.jobs()),
          number(run.seconds(), 1));
    }
    return table.text();
  }

  private static List<Double> all(List<LoadFigure> usual, boolean idle) {
    return usual.stream()
        .flatMap(load -> (idle ? load.idleMillis() : load.loadMillis()).stream())
        .toList();
  }

  private static String held(boolean held) {
    return held ? "yes" : "**no**";
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
