package dev.tintype.render.sandbox;

/// A class that is loaded and compiled inside the jail.
final class HotLoop {
  private HotLoop() {}

  static long run() {
    long sum = 0;
    for (int i = 0; i < 200_000; i++) {
      sum += mix(i);
    }
    return sum;
  }

  private static long mix(long value) {
    return (value * 0x9E3779B97F4A7C15L) >>> 7;
  }
}
