package dev.tintype.core.flow;

import java.security.SecureRandom;
import java.util.Random;

/// Reproducible randomness, only for tests.
final class SeededSecureRandom extends SecureRandom {

  private final transient Random random;

  SeededSecureRandom(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
