package dev.tintype.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Rejection;
import dev.tintype.core.port.StorageFull;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomTest {

  private static final long MIB = 1L << 20;

  @Test
  void variantsThatFitAreTaken() {
    assertThat(new Room(400 * MIB, 400 * MIB).refuses(List.of(100 * MIB, 200 * MIB))).isEmpty();
  }

  @Test
  void variantsThatDoNotFitNowWait() {
    assertThatThrownBy(() -> new Room(200 * MIB, 400 * MIB).refuses(List.of(200 * MIB)))
        .isInstanceOf(StorageFull.class);
  }

  @Test
  void variantsThatNeverFitAreRejected() {
    assertThat(new Room(400 * MIB, 400 * MIB).refuses(List.of(390 * MIB)))
        .hasValueSatisfying(
            rejected -> assertThat(rejected.reason()).isEqualTo(Rejection.NEEDS_TOO_MUCH_MEMORY));
  }
}
