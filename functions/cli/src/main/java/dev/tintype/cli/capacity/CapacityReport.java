package dev.tintype.cli.capacity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.capacity.AwsBill.Line;
import dev.tintype.core.json.Json;
import dev.tintype.server.settings.HumanText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A [Capacity] as lines for people, or as JSON.
public final class CapacityReport {

  private static final String UNKNOWN = "unknown";

  private final Capacity capacity;

  public CapacityReport(Capacity capacity) {
    this.capacity = capacity;
  }

  /// @return a table, and what its numbers rest on
  public List<String> lines() {
    PerImage one = capacity.perImage();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s under the recipe %s, originals of %s"
            .formatted(
                HumanText.count(capacity.demand().images(), "image"),
                capacity.demand().recipe().name(),
                bytes(one.originalBytes())));
    lines.add("estimated from " + capacity.sample().origin());
    lines.add("");
    add(lines, "files", number(capacity.files()) + ", " + number(one.variants() + 2) + " each");
    add(lines, "inodes", number(capacity.inodes()) + " in a data folder");
    add(lines, "originals", bytes(capacity.originalBytes()));
    add(lines, "variants", text(capacity.variantBytes().map(CapacityReport::bytes)));
    add(
        lines,
        "disk",
        text(
            capacity
                .diskBytes()
                .map(bytes ->
                    bytes(bytes) + ", twice the files: room to change a recipe and to grow")));
    add(
        lines,
        "rendering",
        text(
            capacity
                .cpuHours()
                .map(hours ->
                    "%s of processor time, %s each"
                        .formatted(
                            hours < 1 ? seconds(3_600 * hours) : number(hours) + " hours",
                            seconds(one.cpuSeconds().orElse(0.0))))));
    addWorkers(lines);
    addTraffic(lines);
    addBill(lines);
    if (capacity.once().isEmpty() || capacity.monthly().isEmpty()) {
      lines.add("");
      lines.add(
          "unknown: nothing with such encoder options was measured. Upload some photos under");
      lines.add("this recipe, and name their data folder with --data.");
    }
    return lines;
  }

  private void addWorkers(List<String> lines) {
    capacity
        .perProcessorHour()
        .ifPresent(most ->
            add(
                lines,
                "rate",
                "%s images an hour for each processor that is busy for %.0f %% of the time"
                    .formatted(number(most), 100 * Capacity.LOAD)));
    capacity
        .workers()
        .ifPresent(workers ->
            add(
                lines,
                "workers",
                "%d for %s images an hour, with a processor each and %s of memory"
                    .formatted(
                        workers,
                        number(capacity.demand().perHour().orElse(0.0)),
                        bytes(capacity.workerBytes().orElse(0.0)))));
  }

  private void addTraffic(List<String> lines) {
    capacity
        .viewedBytes()
        .ifPresent(viewed ->
            add(
                lines,
                "viewers",
                "%s a month, for %s views of each image"
                    .formatted(bytes(viewed), number(capacity.demand().views().orElse(0.0)))));
    capacity
        .originBytes()
        .ifPresent(origin ->
            add(
                lines,
                "origin",
                "%s a month, if caches answer %s %% of the requests"
                    .formatted(bytes(origin), number(100 * capacity.demand().cacheHits()))));
  }

  private void addBill(List<String> lines) {
    lines.add("");
    lines.add(
        "on AWS, USD (list prices of us-east-1, x86-64, early 2025; without viewers' traffic)");
    addBill(lines, "once", capacity.once());
    addBill(lines, "each month", capacity.monthly());
  }

  private static void addBill(List<String> lines, String when, List<Line> bill) {
    if (bill.isEmpty()) {
      add(lines, when, UNKNOWN);
      return;
    }
    bill.forEach(line -> lines.add(usd(line.usd()) + "  " + line.name()));
    lines.add(usd(AwsBill.sum(bill)) + "  " + when);
  }

  private static String usd(double usd) {
    return String.format(Locale.ROOT, "%,14.3f", usd);
  }

  private static void add(List<String> lines, String name, String value) {
    lines.add("%-10s %s".formatted(name, value));
  }

  private static String text(Optional<String> value) {
    return value.orElse(UNKNOWN);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 && value % 1 != 0 ? "%.1f" : "%,.0f", value);
  }

  private static String bytes(double bytes) {
    return HumanText.bytes(Math.round(bytes));
  }

  private static String seconds(double seconds) {
    return HumanText.time(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  /// @return the same as a tree. What is unknown, or was not asked for, is left out
  public ObjectNode json() {
    PerImage one = capacity.perImage();
    ObjectNode json =
        Json.object()
            .put("images", capacity.demand().images())
            .put("recipe", capacity.demand().recipe().name());
    json.putObject("source")
        .put("own", capacity.sample().isOwn())
        .put("images", capacity.sample().pictures().size())
        .put("text", capacity.sample().origin());
    ObjectNode each = json.putObject("perImage");
    put(each, "originalBytes", Optional.of(one.originalBytes()));
    put(each, "variants", Optional.of(one.variants()));
    put(each, "variantBytes", one.variantBytes());
    put(each, "viewBytes", one.viewBytes());
    put(each, "cpuSeconds", one.cpuSeconds());
    put(json, "files", Optional.of(capacity.files()));
    put(json, "inodes", Optional.of(capacity.inodes()));
    put(json, "originalBytes", Optional.of(capacity.originalBytes()));
    put(json, "variantBytes", capacity.variantBytes());
    put(json, "diskBytes", capacity.diskBytes());
    put(json, "cpuHours", capacity.cpuHours());
    put(json, "imagesPerProcessorHour", capacity.perProcessorHour());
    capacity.workers().ifPresent(workers -> json.put("workers", workers));
    put(json, "workerMemoryBytes", capacity.workerBytes());
    put(json, "viewedBytesPerMonth", capacity.viewedBytes());
    put(json, "originBytesPerMonth", capacity.originBytes());
    ObjectNode aws = json.putObject("awsUsd");
    bill(aws, "once", capacity.once());
    bill(aws, "monthly", capacity.monthly());
    return json;
  }

  private static void put(ObjectNode json, String name, Optional<Double> value) {
    value.ifPresent(known -> {
      if (known >= 1_000_000 || known == Math.rint(known)) {
        json.put(name, Math.round(known));
      } else {
        json.put(name, Math.round(known * 1e6) / 1e6);
      }
    });
  }

  private static void bill(ObjectNode aws, String when, List<Line> bill) {
    if (bill.isEmpty()) {
      return;
    }
    ArrayNode lines = aws.putArray(when);
    bill.forEach(line ->
        lines.addObject().put("line", line.name()).put("usd", Math.round(line.usd() * 1e6) / 1e6));
    aws.put(when + "Sum", Math.round(AwsBill.sum(bill) * 1e6) / 1e6);
  }
}
