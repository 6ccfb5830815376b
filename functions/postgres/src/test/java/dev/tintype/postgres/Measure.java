package dev.tintype.postgres;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.Message;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// Measures job store and queue on a server of one's own; `functions/postgres/measure` runs it. The
/// database must be empty and is filled.
final class Measure {

  static final int THREADS = 8;
  static final Duration HIDDEN = Duration.ofMinutes(1);

  private static final ImageId IMAGE = new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012");

  private final String address;
  private final AtomicLong number = new AtomicLong();

  private Measure(String address) {
    this.address = address;
  }

  /// Prints what was seen, and one row of a Markdown table for each promise.
  ///
  /// @param arguments the address, then what to measure: `throughput`, `wake`, `idle`, or `claims`
  ///   with the numbers of rows, or `flat` with a number of messages and the most seconds
  public static void main(String[] arguments) throws Exception {
    Measure measure = new Measure(arguments[0]);
    List<String> more = List.of(arguments).subList(2, arguments.length);
    switch (arguments[1]) {
      case "throughput" -> new QueueMeasure(measure).throughput();
      case "wake" -> new QueueMeasure(measure).wake();
      case "idle" -> new IdleMeasure(measure).idle();
      case "claims" -> {
        int[] sizes = more.stream().mapToInt(Integer::parseInt).toArray();
        new ClaimMeasure(measure).claims(sizes.length == 0 ? ClaimMeasure.SIZES : sizes);
      }
      case "flat" ->
          new QueueMeasure(measure)
              .flat(Long.parseLong(more.get(0)), Duration.ofSeconds(Long.parseLong(more.get(1))));
      default -> throw new IllegalArgumentException("nothing is called " + arguments[1]);
    }
  }

  /// Opens a pool, as a process has one.
  PostgresDatabase open(int connections) {
    String sign = address.contains("?") ? "&" : "?";
    PostgresSettings settings = PostgresSettings.of(System.getenv());
    String text = address + sign + "connections=" + connections;
    return PostgresDatabase.open(new Connections(PostgresAddress.parse(text, settings), settings));
  }

  /// @return a message about another version than all before it
  Message next() {
    return new Message(IMAGE, new Version("%016x".formatted(number.getAndIncrement())), "upload");
  }

  /// Prints a line.
  void print(String format, Object... values) {
    System.out.println(format.formatted(values));
  }

  /// Prints the row of a promise.
  void row(String promise, String limit, String measured, boolean kept) {
    print("| %s | %s | %s | %s |", promise, limit, measured, kept ? "yes" : "**no**");
  }

  /// @return a number as tables have it
  static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /// @return the value in the middle, the upper one of two
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /// @param share such as 0.99
  /// @return the time that this share of the times does not exceed, in milliseconds
  static double percentile(long[] nanos, double share) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e6;
  }
}
