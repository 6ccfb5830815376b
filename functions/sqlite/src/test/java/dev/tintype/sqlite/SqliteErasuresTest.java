package dev.tintype.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.flow.Erasures;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.port.TestEdge;
import dev.tintype.sql.SqlJobStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many erasures during an outage of the edge cache, in simulated time, over SQLite.
class SqliteErasuresTest {

  @TempDir private Path folder;

  @Test
  void theStagesOfErasuresSurviveAnOutageOfTheEdgeCache() throws Exception {
    TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
    TestEdge edge = new TestEdge(clock, Duration.ofMillis(200), Duration.ofSeconds(50));
    try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("tintype.db"))) {
      Erasures erasures =
          new Erasures(
              new SqlJobStore(database, new SqliteDialect()), clock, edge, folder.resolve("work"));
      assertThat(erasures.outage(50, 60)).isLessThan(120);
      assertThat(erasures.erasuresTold()).isEqualTo(50);
      assertThat(erasures.slowestNotification()).isLessThan(Duration.ofSeconds(65));
      assertThat(edge.paths()).isEqualTo(50);
    }
  }
}
