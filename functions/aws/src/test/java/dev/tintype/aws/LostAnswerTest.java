package dev.tintype.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.core.ImageId;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/// Writes that were applied although their answer was lost, as happens rarely in real networks.
class LostAnswerTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final EmulatedAws aws = new EmulatedAws(Emulators.shared());
  private final String table = aws.newTable();
  private final AtomicInteger toLose = new AtomicInteger();
  private final JobStore store =
      new DynamoJobStore(aws.dynamo(new LosesAnswers(toLose)), table, new SecureRandom());

  /// Replaces the answers of the first writes by a server error, after the writes were applied.
  private record LosesAnswers(AtomicInteger toLose) implements ExecutionInterceptor {
    @Override
    public SdkHttpResponse modifyHttpResponse(
        Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
      return toLose.getAndDecrement() > 0
          ? context.httpResponse().toBuilder().statusCode(500).build()
          : context.httpResponse();
    }
  }

  private static ImageRecord image() {
    return image(ImageId.newUlid(NOW, new SecureRandom()));
  }

  private static ImageRecord image(ImageId id) {
    return new ImageRecord(
        id,
        NOW,
        Optional.of("a name"),
        1,
        0,
        Optional.empty(),
        Optional.empty(),
        new ImageRecord.Life.Live(),
        Optional.empty());
  }

  private static PutImage create(ImageRecord image) {
    return new PutImage(Optional.empty(), image);
  }

  @Test
  void aSingleWriteThatWasAppliedCountsAsApplied() {
    ImageRecord image = image();
    toLose.set(1);
    assertThat(store.commit(Change.of(create(image)))).isTrue();
    assertThat(toLose.get()).isNegative();
    assertThat(store.image(image.id())).contains(image);
  }

  @Test
  void aTransactionThatWasAppliedCountsAsApplied() {
    ImageRecord one = image();
    ImageRecord two = image();
    toLose.set(1);
    assertThat(store.commit(Change.of(create(one), create(two)))).isTrue();
    assertThat(store.image(two.id())).contains(two);
  }

  @Test
  void anEqualWriteByAnotherProcessIsNotTakenForOurs() {
    ImageRecord image = image();
    assertThat(store.commit(Change.of(create(image)))).isTrue();
    assertThat(store.commit(Change.of(create(image)))).isFalse();
  }

  @Test
  void aStoreThatNeverAnswersIsUnavailable() {
    toLose.set(1000);
    ImageId id = image().id();
    assertThatThrownBy(() -> store.image(id))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining(table);
    assertThatThrownBy(() -> store.due(NOW, 1)).isInstanceOf(StoreUnavailable.class);
  }
}
