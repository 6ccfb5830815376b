package dev.tintype.chaos;

import dev.tintype.core.Sha256;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Viewers who read public files at a rate, and a client who uploads one picture and erases one
/// image a second. What was uploaded is read too as soon as it is ready. Nothing is asked twice.
final class Traffic implements AutoCloseable {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final HostClient host;
  private final Reads reads;
  private final Uploads uploads;
  private final Erasures erasures;
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  Traffic(URI server, String token, Map<String, Sha256> files, long seed) {
    this.host = new HostClient(server, token);
    ErasedFiles erased = new ErasedFiles();
    this.reads = new Reads(host, files, erased, seed);
    this.uploads = new Uploads(host, reads);
    this.erasures = new Erasures(host, reads, erased, seed);
  }

  /// The uploads and erasures of earlier traffic as another server shows them.
  Traffic(URI server, String token, Traffic earlier) {
    this.host = new HostClient(server, token);
    this.reads = new Reads(host, Map.of(), new ErasedFiles(), 0);
    this.uploads = earlier.uploads.at(host, reads);
    this.erasures = earlier.erasures.at(host, reads);
  }

  void start(int readsPerSecond) {
    each(SECOND / readsPerSecond, 0, reads::read);
    each(SECOND, 0, uploads::upload);
    each(SECOND, SECOND / 2, uploads::follow);
    each(SECOND, SECOND * 4 / 5, this::erase);
    each(SECOND / 20, SECOND, erasures::read);
  }

  private void each(long nanos, long firstNanos, Runnable request) {
    var _ =
        timer.scheduleAtFixedRate(
            () -> requests.execute(request), firstNanos, nanos, TimeUnit.NANOSECONDS);
  }

  private void erase() {
    reads
        .toErase()
        .ifPresent(id -> {
          uploads.forget(id);
          erasures.erase(id);
        });
  }

  /// Ends the traffic, and waits for the answers that are due.
  void stop() throws InterruptedException {
    timer.shutdown();
    requireEnd(timer.awaitTermination(1, TimeUnit.MINUTES));
    requests.shutdown();
    requireEnd(requests.awaitTermination(2, TimeUnit.MINUTES));
  }

  private static void requireEnd(boolean hasEnded) {
    if (!hasEnded) {
      throw new IllegalStateException("the traffic does not end");
    }
  }

  long reads() {
    return reads.count();
  }

  List<String> failedReads() {
    return reads.failed();
  }

  int uploads() {
    return uploads.count();
  }

  int erasedImages() {
    return erasures.images();
  }

  /// Waits until every upload is ready, and reads its files.
  ///
  /// @return what was lost, and the erasures that failed
  List<String> lost(Duration patience) throws InterruptedException {
    return Stream.concat(uploads.lost(patience).stream(), erasures.failed().stream()).toList();
  }

  /// @return what is still found of erased images, or was found after it had been gone
  List<String> shown(Duration patience) throws InterruptedException {
    return erasures.shown(patience);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    requests.shutdownNow();
    host.close();
  }
}
