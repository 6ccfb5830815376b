package dev.tintype.render.sandbox;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Waits for a task of another thread, even when interrupted.
public final class Uninterrupted {
  private Uninterrupted() {}

  /// Returns the task's result, however long it takes. An unchecked exception of the task is
  /// rethrown; another one becomes the cause of a [JailException].
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
        case Exception checked ->
            throw new JailException("The jail's thread failed: " + checked.getMessage(), e);
        case null, default -> throw new JailException("The jail's thread failed.", e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
