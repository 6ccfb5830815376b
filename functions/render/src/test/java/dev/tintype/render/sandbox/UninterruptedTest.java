package dev.tintype.render.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

    JailException e = assertThrows(JailException.class, () -> Uninterrupted.answerOf(task));

    assertEquals("The jail's thread failed: no such folder", e.getMessage());
  }
}
