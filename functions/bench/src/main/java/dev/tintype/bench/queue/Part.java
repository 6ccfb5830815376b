package dev.tintype.bench.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/// What can be measured of a queue.
public enum Part {
  /// Messages a second, and what they cost.
  THROUGHPUT,
  /// How soon a waiting receiver has a message.
  WAKE,
  /// What waiting receivers cost.
  IDLE,
  /// What is lost or comes twice, whatever happens to the server.
  LOAD;

  private static final int ROUNDS = 3;

  /// @param address of an empty queue
  /// @param server the process id of its server; 0 when it has none here
  /// @param seconds how long a phase lasts
  /// @param times how many wake-ups
  /// @param hidden the visibility timeout under load, seconds
  /// @return the figures
  public ObjectNode measure(String address, long server, int seconds, int times, int hidden)
      throws Exception {
    Family family = new Family(server);
    Duration time = Duration.ofSeconds(seconds);
    return switch (this) {
      case THROUGHPUT -> new Throughput(address, family, time).measure();
      case WAKE -> new WakeUp(address, times).measure();
      case IDLE -> new Idle(address, family, ROUNDS, time).measure();
      case LOAD -> new Load(address, time, Duration.ofSeconds(hidden)).measure();
    };
  }
}
