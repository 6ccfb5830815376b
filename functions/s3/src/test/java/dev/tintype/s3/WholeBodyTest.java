package dev.tintype.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WholeBodyTest {

  private final AtomicInteger aborted = new AtomicInteger();

  private WholeBody body(int bytes, long declared) {
    return new WholeBody(
        new ByteArrayInputStream(new byte[bytes]), declared, aborted::incrementAndGet);
  }

  @Test
  void aBodyThatEndsTooEarlyIsATransferError() {
    assertThatThrownBy(() -> body(99, 100).readAllBytes())
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("99 of 100");
  }

  @Test
  void aCompleteBodyKeepsItsConnection() throws Exception {
    try (WholeBody body = body(100, 100)) {
      assertThat(body.readAllBytes()).hasSize(100);
    }
    assertThat(aborted).hasValue(0);
  }

  @Test
  void anUnfinishedBodyDropsItsConnection() throws Exception {
    try (WholeBody body = body(100, 100)) {
      assertThat(body.read()).isZero();
    }
    assertThat(aborted).hasValue(1);
  }
}
