package dev.tintype.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ServerClockTest {

  private static final Duration THERE = Duration.ofMillis(3);
  private static final Duration BACK = Duration.ofMillis(40);

  private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
  private final AtomicInteger asked = new AtomicInteger();
  private Instant server = Instant.parse("2026-11-30T08:00:00.5Z");

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    server = server.plus(time);
  }

  private JsonObject stream() {
    asked.incrementAndGet();
    pass(THERE);
    String time = server.toString();
    pass(BACK);
    return Json.parse("{\"ts\":\"" + time + "\"}");
  }

  private final ServerClock clock = new ServerClock(this::stream, nanos::get);

  @Test
  void theTimeIsTheServersAndNeverBehind() {
    assertThat(clock.instant()).isBetween(server, server.plus(THERE));
    pass(Duration.ofSeconds(20));
    assertThat(clock.instant()).isBetween(server, server.plus(THERE));
    assertThat(asked).hasValue(1);
  }

  @Test
  void aServerWhoseTimeWasSetIsAskedAgainAfterAMinute() {
    server = server.minusSeconds(3600);
    pass(Duration.ofSeconds(61));
    assertThat(clock.instant()).isBetween(server, server.plus(THERE));
    assertThat(asked).hasValue(2);
  }
}
