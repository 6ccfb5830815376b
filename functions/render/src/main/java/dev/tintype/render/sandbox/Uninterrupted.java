package dev.tintype.render.sandbox;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Waits for what another thread was asked to do.
public final class Uninterrupted {
  private Uninterrupted() {}

  /// Answers the result, however long it takes; what the errand threw is thrown again, as it was if
  /// unchecked, else as the cause of a [JailException].
  public static <T> T answerOf(FutureTask<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        case null, default -> throw new JailException("The jail's thread failed.", e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
