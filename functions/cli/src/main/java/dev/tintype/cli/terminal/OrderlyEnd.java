package dev.tintype.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets a command end in order after Ctrl-C or a request to end the process. The work is told to
/// stop, and the process waits until this object is closed. Open it before anything that needs a
/// clean-up.
public final class OrderlyEnd implements AutoCloseable {

  /// Makes the work end soon.
  @FunctionalInterface
  public interface Stop {
    /// Called at most once, by any thread.
    void stop() throws InterruptedException;
  }

  /// The process ends after this time in any case, so that Ctrl-C always works.
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(30);

  private final Duration patience;
  private final String late;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Interruption interruption = new Interruption(this::ask);
  private Stop stop = () -> {};
  private boolean asked;

  public OrderlyEnd() {
    this(USUAL_PATIENCE, "the next run removes its temporary files");
  }

  /// @param patience the process ends after this time in any case
  /// @param late what the user is told then
  public OrderlyEnd(Duration patience, String late) {
    this.patience = patience;
    this.late = late;
  }

  /// Sets how the work is stopped. It is stopped at once when the user has already asked.
  public void by(Stop how) throws InterruptedException {
    boolean late;
    synchronized (this) {
      stop = how;
      late = asked;
    }
    if (late) {
      how.stop();
    }
  }

  /// @return whether the user has asked to stop
  public synchronized boolean asked() {
    return asked;
  }

  private void ask() throws InterruptedException {
    Stop how;
    synchronized (this) {
      asked = true;
      how = stop;
    }
    how.stop();
    if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      System.err.println("tintype: the work did not stop in time; " + late + ".");
    }
  }

  @Override
  public void close() {
    ended.countDown();
    interruption.close();
  }
}
