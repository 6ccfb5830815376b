package dev.tintype.server.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/// Every number of this process: counters, histograms and gauges, by name and labels, written in
/// the Prometheus text format, https://prometheus.io/docs/instrumenting/exposition_formats/. Safe
/// for use by many threads.
public final class Metrics {

  private final Map<String, Family> families = new ConcurrentHashMap<>();

  /// @param help a sentence about it
  /// @param labels names and values in turn
  /// @return the counter of this name and these labels
  public Counter counter(String name, String help, String... labels) {
    return (Counter) family(name, help, "counter").computeIfAbsent(labels, Counter::new);
  }

  /// @param buckets upper bounds, ascending
  /// @return the histogram of this name and these labels
  public Histogram histogram(String name, String help, double[] buckets, String... labels) {
    return (Histogram)
        family(name, help, "histogram").computeIfAbsent(labels, () -> new Histogram(buckets));
  }

  /// Asks for a number each time the metrics are read. A supplier that answers NaN is left out.
  public void gauge(String name, String help, DoubleSupplier value, String... labels) {
    family(name, help, "gauge")
        .computeIfAbsent(
            labels, () -> (series, at, out) -> Series.line(series, at, value.getAsDouble(), out));
  }

  private Family family(String name, String help, String type) {
    return families.computeIfAbsent(name, _ -> new Family(help, type));
  }

  /// @return everything, in the order of the names
  public String text() {
    StringBuilder out = new StringBuilder();
    new TreeMap<>(families)
        .forEach((name, family) -> {
          out.append("# HELP ").append(name).append(' ').append(family.help()).append('\n');
          out.append("# TYPE ").append(name).append(' ').append(family.type()).append('\n');
          new TreeMap<>(family.series())
              .forEach((labels, series) -> series.write(name, labels, out));
        });
    return out.toString();
  }

  private record Family(String help, String type, Map<String, Series> series) {
    Family(String help, String type) {
      this(help, type, new ConcurrentHashMap<>());
    }

    Series computeIfAbsent(String[] labels, java.util.function.Supplier<Series> make) {
      return series.computeIfAbsent(Series.labels(labels), _ -> make.get());
    }
  }
}
