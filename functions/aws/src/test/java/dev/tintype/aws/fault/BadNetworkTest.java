package dev.tintype.aws.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.aws.DynamoJobStore;
import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulator;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Uploads;
import dev.tintype.core.port.TestClock;
import dev.tintype.s3.S3Storage;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Uploads and processes images through a network that disturbs every fourth request. No image may
/// fail or be lost, and no notification may be sent twice.
class BadNetworkTest {

  private static final long SEED = 20_261_123;
  private static final int IMAGES = 2;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void everyImageBecomesReadyDespiteNetworkFaults(Fault fault) throws Exception {
    Emulator real = Emulators.shared();
    EmulatedAws calm = new EmulatedAws(real);
    Random random = new Random(SEED);
    Supplier<Fault> chooser =
        () -> {
          synchronized (random) {
            return random.nextInt(4) == 0 ? fault : Fault.NONE;
          }
        };
    String table = calm.newTable();
    String originals = calm.newBucket();
    String variants = calm.newBucket();
    try (FaultyProxy s3 = new FaultyProxy(real.s3(), chooser);
        FaultyProxy dynamo = new FaultyProxy(real.dynamo(), chooser)) {
      EmulatedAws bad =
          new EmulatedAws(
              new Emulator("behind a proxy", s3.url(), dynamo.url(), real.sqs(), Optional.empty()));
      TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
      Uploads.Tally tally =
          new Uploads(stores(bad, table, originals, variants), clock, folder)
              .bring(IMAGES, stores(calm, table, originals, variants));
      assertThat(tally.failed()).as("%s, seed %s", fault, SEED).isZero();
      assertThat(tally.ready()).isEqualTo(IMAGES);
      assertThat(tally.told()).isEqualTo(IMAGES);
      assertThat(tally.damages()).isEmpty();
      assertThat(s3.faults()).isPositive();
      assertThat(dynamo.faults()).isPositive();
    }
  }

  private static Stores stores(EmulatedAws aws, String table, String originals, String variants) {
    return new Stores(
        new DynamoJobStore(aws.dynamo(), table, new SecureRandom()),
        new S3Storage(aws.s3(), originals, new SecureRandom()),
        new S3Storage(aws.s3(), variants, new SecureRandom()));
  }
}
