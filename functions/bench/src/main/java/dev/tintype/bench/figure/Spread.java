package dev.tintype.bench.figure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/// A median with its 95 % interval, by 10,000 seeded bootstrap samples of the values.
///
/// @param median the median of the values
/// @param low the 2.5 % quantile of the bootstrap medians
/// @param high the 97.5 % quantile of the bootstrap medians
/// @param count the number of values
public record Spread(double median, double low, double high, int count) {

  private static final int RESAMPLES = 10_000;
  private static final long SEED = 20_261_123;

  /// @param values at least one
  /// @throws IllegalArgumentException when there is none
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    Random random = new Random(SEED);
    double[] medians = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double[] sample = new double[values.length];
      for (int j = 0; j < sample.length; j++) {
        sample[j] = values[random.nextInt(values.length)];
      }
      medians[i] = median(sample);
    }
    Arrays.sort(medians);
    return new Spread(
        median(values.clone()),
        medians[RESAMPLES / 40],
        medians[RESAMPLES - 1 - RESAMPLES / 40],
        values.length);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  /// @return for example `1.03 (1.02–1.05)`
  public String text(int decimals) {
    String number = "%." + decimals + "f";
    return String.format(
        Locale.ROOT, number + " (" + number + "–" + number + ")", median, low, high);
  }

  /// @return a copy with all three multiplied
  public Spread times(double factor) {
    return new Spread(median * factor, low * factor, high * factor, count);
  }
}
