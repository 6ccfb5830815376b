package dev.tintype.aws.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.aws.DynamoJobStore;
import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.core.flow.Races;
import dev.tintype.core.port.TestClock;
import dev.tintype.s3.S3Storage;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two workers on one image over DynamoDB and S3. `-Dtintype.races=N` runs more of them.
class AwsRacesTest {

  private static final long SEED = 20_261_123;

  @TempDir private Path folder;

  @Test
  void onlyOneOfTwoWorkersWrites() throws Exception {
    int count = Integer.getInteger("tintype.races", 4);
    EmulatedAws aws = new EmulatedAws(Emulators.shared());
    TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
    Races races =
        new Races(
            new DynamoJobStore(aws.dynamo(), aws.newTable(), new SecureRandom()),
            new S3Storage(aws.s3(), aws.newBucket(), new SecureRandom()),
            new S3Storage(aws.s3(), aws.newBucket(), new SecureRandom()),
            clock,
            folder,
            SEED);
    assertThat(races.together(count)).isEqualTo(new Races.Tally(count, 0, 0, 0, 0, 0));
    Races.Tally frozen = races.frozen(count);
    System.out.println("races over AWS: " + count + " together, " + frozen);
    assertThat(frozen.staleWrites() + frozen.changed() + frozen.unfinished())
        .as("seed %s, %s", SEED, frozen)
        .isZero();
  }
}
