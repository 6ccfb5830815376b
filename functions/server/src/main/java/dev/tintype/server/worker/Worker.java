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

/// Processes messages one at a time until its standard input is closed, which means that the
/// process that supervises it stopped or died. It finishes the current job first, or releases it
/// when that takes too long.
public final class Worker implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger("dev.tintype.worker");
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Receive receive;
  private final WorkerEvents events;
  private final Duration grace;
  private final BooleanSupplier hasPlace;
  private final IntSupplier leftFolders;
  private final BooleanSupplier mayWork;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;

  /// @param events reports to the server
  /// @param grace how long the current job may take when the worker must stop
  /// @param hasPlace whether the worker's folder exists; if it was removed, the worker ends and the
  ///   next one creates another
  /// @param leftFolders how many work folders could not be emptied so far
  /// @param mayWork whether the worker may take a message now
  public Worker(
      Receive receive,
      WorkerEvents events,
      Duration grace,
      BooleanSupplier hasPlace,
      IntSupplier leftFolders,
      BooleanSupplier mayWork) {
    this.receive = receive;
    this.events = events;
    this.grace = grace;
    this.hasPlace = hasPlace;
    this.leftFolders = leftFolders;
    this.mayWork = mayWork;
  }

  /// Works on the calling thread until the input is closed.
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

  /// Finishes the current job, then ends; releases the job when the grace is over.
  ///
  /// @param working the thread that runs the worker; this call waits until it has ended, or until
  ///   [#close]
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

  /// Marks the worker as not running, now and later.
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
      if (!mayWork.getAsBoolean()) {
        Thread.sleep(PAUSE);
        return;
      }
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
