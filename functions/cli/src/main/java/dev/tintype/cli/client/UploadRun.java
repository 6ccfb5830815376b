package dev.tintype.cli.client;

import dev.tintype.cli.client.FileUpload.Sent;
import dev.tintype.cli.folder.OriginalFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Uploads many files, several at once, and waits until all of them have ended.
public final class UploadRun {

  /// From one look at what is open to the next.
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// When so few are open, a look takes place five times as often, since a second would be felt.
  private static final int FEW = 4;

  private static final int OFTEN = 5;

  private static final int MOST_WAITING = 100_000;

  private final ImagesClient client;
  private final FileUpload fileUpload;
  private final UploadListener listener;
  private final boolean waiting;
  private final long lookNanos;
  private final BlockingQueue<Waiting> stored = new ArrayBlockingQueue<>(MOST_WAITING);

  /// @param recipe by name; absent for the server's own choice
  /// @param waiting whether to wait until each image has ended
  public UploadRun(
      ImagesClient client, Optional<String> recipe, boolean waiting, UploadListener listener) {
    this(client, recipe, waiting, listener, LOOK);
  }

  /// @param look from one look at what is open to the next
  UploadRun(
      ImagesClient client,
      Optional<String> recipe,
      boolean waiting,
      UploadListener listener,
      Duration look) {
    this.client = client;
    this.fileUpload = new FileUpload(client, recipe);
    this.listener = listener;
    this.waiting = waiting;
    this.lookNanos = look.toNanos();
  }

  /// @param asked how often it was asked for in vain
  private record Waiting(Path file, ImageStatus status, boolean before, int asked) {
    Waiting now(ImageStatus at) {
      return new Waiting(file, at, before, asked + 1);
    }
  }

  /// Uploads them all.
  ///
  /// @param atOnce how many at once
  /// @throws ServerUnreachable when the server does not answer any more
  public void run(List<OriginalFile> files, int atOnce) throws InterruptedException {
    ConcurrentLinkedQueue<OriginalFile> left = new ConcurrentLinkedQueue<>(files);
    try (ExecutorService senders = Executors.newFixedThreadPool(atOnce)) {
      List<Future<?>> sending =
          java.util.stream.IntStream.range(0, atOnce)
              .<Future<?>>mapToObj(_ -> senders.submit(() -> sendAll(left)))
              .toList();
      try {
        awaitEnds(sending);
        rethrow(sending);
      } finally {
        left.clear();
        senders.shutdownNow();
      }
    }
  }

  private Optional<Void> sendAll(ConcurrentLinkedQueue<OriginalFile> left)
      throws InterruptedException {
    for (OriginalFile file = left.poll(); file != null; file = left.poll()) {
      switch (fileUpload.send(file.path(), file.imageId().value())) {
        case Sent.No(UploadOutcome.NotUploaded why) -> listener.ended(file.path(), why);
        case Sent.Stored sent -> {
          listener.stored(file.path(), sent.bytes());
          stored.put(new Waiting(file.path(), sent.status(), sent.before(), 0));
        }
      }
    }
    return Optional.empty();
  }

  private void awaitEnds(List<Future<?>> sending) throws InterruptedException {
    List<Waiting> open = new ArrayList<>();
    long looked = System.nanoTime();
    boolean sent = false;
    while (!(sent && stored.isEmpty() && open.isEmpty())) {
      sent = sending.stream().allMatch(Future::isDone);
      long pause = open.size() <= FEW ? lookNanos / OFTEN : lookNanos;
      long left = pause - (System.nanoTime() - looked);
      Waiting next = stored.poll(left, TimeUnit.NANOSECONDS);
      if (next != null) {
        end(next).ifPresent(open::add);
      } else {
        lookAtOldest(open);
        looked = System.nanoTime();
      }
    }
  }

  /// @return the image again, when it is still to be waited for
  private Optional<Waiting> end(Waiting image) {
    if (waiting && !image.status().isEnd()) {
      return Optional.of(image);
    }
    listener.ended(image.file(), new UploadOutcome.Uploaded(image.status(), image.before()));
    return Optional.empty();
  }

  /// Images are worked on in their order, so that behind one which has not ended few will have. It
  /// lets as many go first as it was asked for in vain: others may be worked on beside it, and
  /// those of a slow one must not wait for it.
  private void lookAtOldest(List<Waiting> open) throws InterruptedException {
    boolean inVain = false;
    while (!inVain && !open.isEmpty()) {
      Waiting image = open.removeFirst();
      Optional<ImageStatus> status = client.status(image.status().id());
      if (status.isEmpty()) {
        listener.ended(
            image.file(), new UploadOutcome.NotUploaded("gone", "The image was erased."));
      } else {
        Optional<Waiting> still = end(image.now(status.get()));
        still.ifPresent(again -> open.add(Math.min(again.asked(), open.size()), again));
        inVain = still.isPresent();
      }
    }
  }

  private static void rethrow(List<Future<?>> sending) throws InterruptedException {
    for (Future<?> sender : sending) {
      try {
        sender.get();
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case RuntimeException failure -> throw failure;
          case Error error -> throw error;
          case null, default -> throw new IllegalStateException("an upload failed", e);
        }
      }
    }
  }
}
