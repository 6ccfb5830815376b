package dev.tintype.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.core.flow.Erasures;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.port.TestEdge;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many erasures during an outage of the edge cache, in simulated time, over DynamoDB.
class DynamoErasuresTest {

  @TempDir private Path folder;

  @Test
  void theStagesOfErasuresSurviveAnOutageOfTheEdgeCache() throws Exception {
    TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
    TestEdge edge = new TestEdge(clock, Duration.ofMillis(200), Duration.ofSeconds(50));
    EmulatedAws aws = new EmulatedAws(Emulators.shared());
    DynamoJobStore jobs = new DynamoJobStore(aws.dynamo(), aws.newTable(), new SecureRandom());
    Erasures erasures = new Erasures(jobs, clock, edge, folder);
    assertThat(erasures.outage(20, 15)).isLessThan(120);
    assertThat(erasures.erasuresTold()).isEqualTo(20);
    assertThat(erasures.slowestNotification()).isLessThan(Duration.ofSeconds(65));
    assertThat(edge.paths()).isEqualTo(20);
  }
}
