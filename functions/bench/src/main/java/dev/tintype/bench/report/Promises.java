package dev.tintype.bench.report;

import dev.tintype.bench.contestant.Name;
import dev.tintype.bench.figure.Row;
import dev.tintype.bench.figure.Spread;
import dev.tintype.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The project's promises about speed and memory, with the measured values.
final class Promises {

  private final Map<String, JsonObject> figures;

  Promises(Map<String, JsonObject> figures) {
    this.figures = figures;
  }

  /// The promises that have been measured.
  List<Promise> all() {
    List<Promise> all = new ArrayList<>();
    bounds(all);
    row("p12/default").ifPresent(row -> warm(all, row));
    row("p12/fast")
        .ifPresent(row ->
            all.add(
                milliseconds(
                    "process boundary, CPU ms a job",
                    60,
                    row.cpuDifference(Name.TINTYPE, Name.PIPELINE))));
    peers(all);
    jail(all);
    soak(all);
    return all;
  }

  private Optional<Row> row(String id) {
    return Optional.ofNullable(figures.get(id)).map(Row::read);
  }

  private void bounds(List<Promise> all) {
    Map<String, Double> limits =
        Map.of(
            "p12/default", 1.06,
            "p12/fast", 1.12,
            "p12/crops", 1.06,
            "png16-50mp/default", 1.3,
            "avif-24mp/default", 1.3,
            "cmyk-24mp/default", 1.3);
    for (String id :
        List.of(
            "p12/default",
            "p12/fast",
            "p12/crops",
            "png16-50mp/default",
            "avif-24mp/default",
            "cmyk-24mp/default")) {
      row(id)
          .ifPresent(row ->
              all.add(
                  ratio(
                      id + ": CPU / its encodes alone",
                      limits.getOrDefault(id, 1.0),
                      row.cpuRatio(Name.TINTYPE, Name.ENCODES))));
    }
  }

  private static void warm(List<Promise> all, Row row) {
    all.add(
        ratio(
            "p12/default: wall / CPU on 2 cores",
            0.55,
            row.spread(Name.TINTYPE, sample -> sample.wall() / sample.totalCpu())));
    double peak = row.peakBytes().getOrDefault(Name.TINTYPE, 0L) / 1e6;
    all.add(
        new Promise(
            "p12/default: peak RSS of the warm renderer, MB", 400, peak, Promise.number(peak, 0)));
  }

  private void peers(List<Promise> all) {
    Map<String, Double> heavy = Map.of("png16-50mp/default", 0.25, "avif-24mp/default", 0.25);
    for (String id :
        List.of(
            "peers/default",
            "peers/fast",
            "p24/default",
            "p12p3rot/default",
            "dragonfly13/default",
            "life6/default",
            "picos8/default",
            "sunset12/default",
            "kleiber20/default",
            "png16-50mp/default",
            "avif-24mp/default")) {
      row(id)
          .ifPresent(row ->
              all.add(
                  ratio(
                      id + ": CPU / sharp naive",
                      heavy.getOrDefault(id, 0.85),
                      row.cpuRatio(Name.TINTYPE, Name.SHARP_NAIVE))));
    }
  }

  private void jail(List<Promise> all) {
    row("jail-job")
        .ifPresent(row ->
            all.add(
                milliseconds(
                    "jail, CPU ms a warm job",
                    60,
                    row.cpuDifference(Name.TINTYPE, Name.UNJAILED))));
    row("jail-start")
        .ifPresent(row ->
            all.add(
                milliseconds(
                    "jail, wall ms at renderer start",
                    300,
                    row.wallDifference(Name.START, Name.START_UNJAILED))));
  }

  private void soak(List<Promise> all) {
    JsonObject soak = figures.get("soak/small-2mp");
    if (soak == null) {
      return;
    }
    List<JsonObject> looks = soak.objects("looks");
    double first = resident(looks.get(1));
    double last = resident(looks.getLast());
    double growth = (last / first - 1) * 100;
    all.add(
        new Promise(
            "growth of resident memory from job %d to job %d, %%"
                .formatted(job(looks.get(1)), job(looks.getLast())),
            5,
            growth,
            Promise.number(growth, 1)));
  }

  private static double resident(JsonObject look) {
    return look.integer("residentBytes", 0, Long.MAX_VALUE);
  }

  private static int job(JsonObject look) {
    return look.int32("job", 1, Integer.MAX_VALUE);
  }

  private static Promise ratio(String what, double limit, Spread measured) {
    return new Promise(what, limit, measured.median(), measured.text(3));
  }

  private static Promise milliseconds(String what, double limit, Spread seconds) {
    return new Promise(what, limit, seconds.median() * 1000, BenchmarksPage.milliseconds(seconds));
  }
}
