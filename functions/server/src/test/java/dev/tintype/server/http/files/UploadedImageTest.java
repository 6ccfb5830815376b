package dev.tintype.server.http.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.api.Problem;
import dev.tintype.core.port.ForwardingJobStore;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Erasure;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.server.http.exchange.Living;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A job store that does not answer at the end of an upload.
final class UploadedImageTest {

  private static final ImageId ID = new ImageId("01JE0000000000000000000000");
  private static final ImageRecord LIVE =
      ImageRecord.first(ID, Optional.empty(), new Version("0123456789abcdef"), Instant.EPOCH);

  private ImageRecord record = LIVE;
  private int failures;
  private int pauses;
  private long nanos;

  private final UploadedImage image =
      new UploadedImage(
          new Living(
              new ForwardingJobStore(new MemoryJobStore()) {
                @Override
                public Optional<ImageRecord> image(ImageId id) {
                  if (failures > 0) {
                    failures--;
                    throw new StoreUnavailable("gone for a moment");
                  }
                  return Optional.of(record);
                }
              }),
          Keys.original(ID, Sha256.of(new byte[1])),
          () -> nanos,
          () -> pauses++);

  private void begun(Duration ago) {
    assertThat(image.atStart()).isEmpty();
    nanos += ago.toNanos();
  }

  @Test
  void whatWasLiveAMomentAgoIsStoredWithoutAnAnswer() throws Exception {
    begun(Duration.ofMinutes(4));
    failures = 100;
    assertThat(image.beforeStoring()).isEmpty();
    assertThat(image.afterStoring()).isEmpty();
    assertThat(pauses).isZero();
  }

  @Test
  void aShortUploadIsAskedForOnceBeforeItIsStored() throws Exception {
    begun(Duration.ofMillis(400));
    record = Erasure.begun(LIVE, Instant.EPOCH).orElseThrow();
    assertThat(image.beforeStoring()).isEmpty();
    assertThat(image.afterStoring()).contains(Problem.GONE);
  }

  /// The last look of an erasure that began meanwhile may be over.
  @Test
  void aLongUploadWaitsForAnAnswer() throws Exception {
    begun(Duration.ofMinutes(6));
    failures = 3;
    assertThat(image.beforeStoring()).isEmpty();
    assertThat(pauses).isEqualTo(3);
    nanos += Duration.ofMinutes(6).toNanos();
    failures = 1;
    record = Erasure.begun(LIVE, Instant.EPOCH).orElseThrow();
    assertThat(image.beforeStoring()).contains(Problem.GONE);
    nanos += Duration.ofMinutes(6).toNanos();
    failures = 100;
    assertThatThrownBy(image::beforeStoring).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void anErasureIsSeenAtOnceAndAfterwards() throws Exception {
    begun(Duration.ofSeconds(1));
    record = Erasure.begun(LIVE, Instant.EPOCH).orElseThrow();
    assertThat(image.beforeStoring()).contains(Problem.GONE);
    assertThat(image.afterStoring()).contains(Problem.GONE);
  }
}
