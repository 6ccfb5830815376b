package dev.tintype.render.sandbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class UninterruptedTest {

  @Test
  void aFailureOfTheOtherThreadSaysWhy() {
    FutureTask<Object> task =
        new FutureTask<>(() -> {
          throw new IOException("no such folder");
        });
    task.run();

    assertThatThrownBy(() -> Uninterrupted.answerOf(task))
        .isInstanceOf(JailException.class)
        .hasMessage("The jail's thread failed: no such folder");
  }
}
