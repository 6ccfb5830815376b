package dev.tintype.server.metrics;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// How many values lie below each of a few bounds, and their sum. Safe for use by many threads.
public final class Histogram implements Series {

  private final double[] bounds;
  private final LongAdder[] counts;
  private final DoubleAdder sum = new DoubleAdder();

  Histogram(double[] bounds) {
    this.bounds = bounds.clone();
    this.counts = new LongAdder[bounds.length + 1];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  /// Counts one value.
  public void observe(double value) {
    int i = 0;
    while (i < bounds.length && value > bounds[i]) {
      i++;
    }
    counts[i].increment();
    sum.add(value);
  }

  @Override
  public void write(String name, String labels, StringBuilder out) {
    String before = labels.isEmpty() ? "" : labels + ",";
    long total = 0;
    for (int i = 0; i < bounds.length; i++) {
      total += counts[i].sum();
      Series.line(name + "_bucket", before + "le=\"" + bounds[i] + '"', (double) total, out);
    }
    total += counts[bounds.length].sum();
    Series.line(name + "_bucket", before + "le=\"+Inf\"", (double) total, out);
    Series.line(name + "_sum", labels, sum.sum(), out);
    Series.line(name + "_count", labels, (double) total, out);
  }
}
