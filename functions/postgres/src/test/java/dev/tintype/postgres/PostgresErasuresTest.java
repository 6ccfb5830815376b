package dev.tintype.postgres;

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

/// Many erasures during an outage of the edge cache, in simulated time, over PostgreSQL.
class PostgresErasuresTest {

  @TempDir private Path folder;

  @Test
  void theStagesOfErasuresSurviveAnOutageOfTheEdgeCache() throws Exception {
    TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
    TestEdge edge = new TestEdge(clock, Duration.ofMillis(200), Duration.ofSeconds(50));
    try (PostgresDatabase database = TestServer.open("erasures")) {
      Erasures erasures =
          new Erasures(
              new SqlJobStore(database, new PostgresDialect()),
              clock,
              edge,
              folder.resolve("work"));
      assertThat(erasures.outage(20, 60)).isLessThan(120);
      assertThat(erasures.erasuresTold()).isEqualTo(20);
      assertThat(erasures.slowestNotification()).isLessThan(Duration.ofSeconds(65));
      assertThat(edge.paths()).isEqualTo(20);
    }
  }
}
