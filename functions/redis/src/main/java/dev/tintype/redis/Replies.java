package dev.tintype.redis;

import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// How values stand in the arguments and answers of the scripts.
final class Replies {

  private static final String FRESH = "0";
  private static final String BULK = "1";

  private Replies() {}

  static String number(Lane lane) {
    return switch (lane) {
      case FRESH -> FRESH;
      case BULK -> BULK;
    };
  }

  private static Lane lane(String number) {
    return number.equals(FRESH) ? Lane.FRESH : Lane.BULK;
  }

  static String micros(Duration duration) {
    return Long.toString(duration.toNanos() / 1_000);
  }

  private static Instant instant(String micros) {
    return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
  }

  private static String text(List<?> row, int column) {
    return String.valueOf(row.get(column));
  }

  /// @param row id, count, body and lane
  static Delivery delivery(List<?> row) {
    return new Receipt(text(row, 0), text(row, 1)).delivery(text(row, 2), lane(text(row, 3)));
  }

  /// @param row id, instant of death, `LANE COUNT WHY` and `SENT ABOUT BODY`
  static DeadLetter deadLetter(List<?> row) {
    String[] death = text(row, 2).split(" ", 3);
    String[] message = text(row, 3).split(" ", 3);
    return new DeadLetter(
        text(row, 0),
        message[2],
        death[2],
        Integer.parseInt(death[1]),
        instant(message[0]),
        instant(text(row, 1)),
        lane(death[0]));
  }

  /// @param counts of all visible, hidden and dead messages, and of visible and hidden bulk ones
  static Depth depth(List<?> counts) {
    long[] each = counts.stream().mapToLong(count -> (Long) count).toArray();
    return new Depth(each[0], each[1], each[2], each[3], each[4]);
  }
}
