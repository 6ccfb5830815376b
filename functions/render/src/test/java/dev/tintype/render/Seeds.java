package dev.tintype.render;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;

/// Seeds of property tests. A failing test prints its seed; `-Dtintype.seed=N` runs only that seed.
public final class Seeds {

  private static final int COUNT = 25;

  private Seeds() {}

  /// @return the seeds of every run, always the same
  public static LongStream all() {
    Long one = Long.getLong("tintype.seed");
    return one == null ? LongStream.rangeClosed(1, COUNT) : LongStream.of(one);
  }

  /// @return the random numbers of a seed, the same on every machine
  public static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }
}
