package dev.tintype.server.worker;

import dev.tintype.core.flow.process.Receive;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/// Works on messages, one at a time, until its standard input ends: that is how it learns that its
/// server stopped or died. The job under way is finished first, or given back when that takes too
/// long.
public final class Worker implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger("dev.tintype.worker");
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Receive receive;
  private final WorkerEvents events;
  private final Duration grace;
  private final BooleanSupplier hasPlace;
  private final IntSupplier leftFolders;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;

  /// @param events tells the server what was done
  /// @param grace how long the job under way may take once the worker is told to stop
  /// @param hasPlace whether the worker's folder is there; when somebody removed it the worker
  ///   ends, and the next one makes another
  /// @param leftFolders how many work folders could not be emptied so far
  public Worker(
      Receive receive,
      WorkerEvents events,
      Duration grace,
      BooleanSupplier hasPlace,
      IntSupplier leftFolders) {
    this.receive = receive;
    this.events = events;
    this.grace = grace;
    this.hasPlace = hasPlace;
    this.leftFolders = leftFolders;
  }

  /// Works until the input ends, on the calling thread.
  public void run(InputStream untilEnd) {
    Thread working = Thread.currentThread();
    Thread.ofPlatform()
        .daemon()
        .name("end-of-input")
        .start(() -> {
          awaitEnd(untilEnd);
          stop(working);
        });
    try {
      work();
    } finally {
      close();
    }
  }

  /// Finishes the job under way, then ends; gives it back when the grace is over.
  ///
  /// @param working the thread that runs the worker; this one waits until it has, or [#close]
  public void stop(Thread working) {
    stopping = true;
    try {
      if (!ended.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        working.interrupt();
        ended.await(grace.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Says that the worker does not run any more, or never will.
  @Override
  public void close() {
    ended.countDown();
  }

  private void work() {
    try {
      while (!stopping && hasPlace.getAsBoolean()) {
        one();
      }
      if (!stopping) {
        LOGGER.log(Level.ERROR, "event=worker.no_place detail=\"its work folder was removed\"");
      }
    } catch (InterruptedException _) {
      LOGGER.log(Level.WARNING, "event=worker.gave_back");
    }
  }

  private void one() throws InterruptedException {
    try {
      long began = System.nanoTime();
      if (receive.one(WAIT)) {
        events.worked(Duration.ofNanos(System.nanoTime() - began), leftFolders.getAsInt());
      }
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.WARNING, "event=worker.unavailable", e);
      Thread.sleep(PAUSE);
    }
  }

  private static void awaitEnd(InputStream in) {
    try {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "event=worker.input_failed", e);
    }
  }
}
