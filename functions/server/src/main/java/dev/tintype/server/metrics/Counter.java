package dev.tintype.server.metrics;

import java.util.concurrent.atomic.LongAdder;

/// A number that only grows. Safe for use by many threads.
public final class Counter implements Series {

  private final LongAdder value = new LongAdder();

  Counter() {}

  /// Adds one.
  public void increment() {
    value.increment();
  }

  /// @param amount not negative
  public void add(long amount) {
    value.add(amount);
  }

  @Override
  public void write(String name, String labels, StringBuilder out) {
    Series.line(name, labels, (double) value.sum(), out);
  }
}
