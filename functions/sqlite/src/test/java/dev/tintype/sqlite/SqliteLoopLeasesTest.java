package dev.tintype.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.LoopLeases;
import dev.tintype.core.port.LoopLeasesContract;
import dev.tintype.core.port.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLoopLeasesTest extends LoopLeasesContract {

  private final TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));

  @TempDir private Path folder;
  private SqliteDatabase database;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("tintype.db"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected LoopLeases leases() {
    return new SqliteLoopLeases(database, clock);
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }

  @Test
  void aLeaseHoldsForWhoeverHasTheFileOpen() {
    assertThat(leases().hold("sweep", "one", longTime())).isTrue();
    try (SqliteDatabase again = SqliteDatabase.open(folder.resolve("tintype.db"))) {
      assertThat(new SqliteLoopLeases(again, clock).hold("sweep", "two", longTime())).isFalse();
    }
  }
}
