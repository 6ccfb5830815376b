package dev.tintype.render.sandbox.parent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AutogroupTest {

  @ParameterizedTest
  @CsvSource({
    "/autogroup-4 nice 0, /autogroup-9 nice 0, 19, 19",
    "/autogroup-4 nice 5, /autogroup-9 nice 0, 10, 15",
    "/autogroup-4 nice 5, /autogroup-9 nice 0, 19, 19",
    "/autogroup-4 nice -10, /autogroup-9 nice 0, 19, 9"
  })
  void aSeparateSessionGetsAHigherNiceness(String ours, String its, int added, int due) {
    assertThat(Autogroup.nicer(ours + "\n", its + "\n", added)).isEqualTo(OptionalInt.of(due));
  }

  @Test
  void aProcessWithoutAGroupCountsAsNicenessZero() {
    assertThat(Autogroup.nicer("", "/autogroup-9 nice 0\n", 19)).isEqualTo(OptionalInt.of(19));
    assertThat(Autogroup.nicer("", "/autogroup-9 nice 0\n", 7)).isEqualTo(OptionalInt.of(7));
  }

  @Test
  void aProcessOfTheSameSessionIsUnchanged() {
    assertThat(Autogroup.nicer("/autogroup-4 nice 3\n", "/autogroup-4 nice 3\n", 19)).isEmpty();
    assertThat(Autogroup.nicer("", "", 19)).isEmpty();
    assertThat(Autogroup.nicer("/autogroup-4 nice 3\n", "", 19)).isEmpty();
  }
}
