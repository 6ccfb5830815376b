package dev.tintype.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets a command end in its own order when the user presses Ctrl-C or the process is told to end:
/// the work is asked to stop, and the process waits until this is closed, by when everything is
/// tidied and said. Opened before anything that has to be tidied.
public final class OrderlyEnd implements AutoCloseable {

  /// Makes the work end soon.
  @FunctionalInterface
  public interface Stop {
    /// Called once at most, by any thread.
    void stop() throws InterruptedException;
  }

  /// Past this the process ends all the same, lest Ctrl-C seem to do nothing.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Interruption interruption = new Interruption(this::ask);
  private Stop stop = () -> {};
  private boolean asked;

  public OrderlyEnd() {}

  /// Says how the work is stopped; it is stopped at once when the user has asked already.
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

  /// Answers whether the user has asked to stop.
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
    if (!ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      System.err.println("tintype: the work did not stop; the next run removes what is left.");
    }
  }

  @Override
  public void close() {
    ended.countDown();
    interruption.close();
  }
}
