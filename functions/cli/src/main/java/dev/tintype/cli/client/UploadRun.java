package dev.tintype.cli.client;

import dev.tintype.cli.client.FileUpload.Sent;
import dev.tintype.cli.folder.OriginalFile;
import dev.tintype.core.Metadata;
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

/// Uploads many files, several at once, and waits until all of them have their result.
public final class UploadRun {

  /// The time between two polls of the open images.
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// With this many open images or fewer, the run polls five times as often, so that a single
  /// upload feels quick.
  private static final int FEW = 4;

  private static final int OFTEN = 5;

  private static final int MOST_WAITING = 100_000;

  private final ImagesClient client;
  private final FileUpload fileUpload;
  private final Metadata metadata;
  private final UploadListener listener;
  private final boolean waiting;
  private final long lookNanos;
  private final BlockingQueue<Waiting> stored = new ArrayBlockingQueue<>(MOST_WAITING);

  /// @param recipe its name; absent for the server's default
  /// @param metadata of every image
  /// @param waiting whether to wait until each image is ready or failed
  public UploadRun(
      ImagesClient client,
      Optional<String> recipe,
      Metadata metadata,
      boolean waiting,
      UploadListener listener) {
    this(client, recipe, metadata, waiting, listener, LOOK);
  }

  /// @param look the time between two polls of the open images
  UploadRun(
      ImagesClient client,
      Optional<String> recipe,
      Metadata metadata,
      boolean waiting,
      UploadListener listener,
      Duration look) {
    this.client = client;
    this.fileUpload = new FileUpload(client, recipe);
    this.metadata = metadata;
    this.listener = listener;
    this.waiting = waiting;
    this.lookNanos = look.toNanos();
  }

  /// @param asked how many polls found it unfinished
  private record Waiting(Path file, ImageStatus status, boolean before, int asked) {
    Waiting now(ImageStatus at) {
      return new Waiting(file, at, before, asked + 1);
    }
  }

  /// Uploads all files.
  ///
  /// @param atOnce how many at once
  /// @throws ServerUnreachable when the server no longer answers
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
      switch (fileUpload.send(file.path(), file.imageId().value(), metadata)) {
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

  /// @return the image to wait for again; absent when it has its result
  private Optional<Waiting> end(Waiting image) {
    if (waiting && !image.status().isEnd()) {
      return Optional.of(image);
    }
    listener.ended(image.file(), new UploadOutcome.Uploaded(image.status(), image.before()));
    return Optional.empty();
  }

  /// Polls the oldest open images first, because the server processes images in order. An
  /// unfinished image moves back one place per unsuccessful poll, so a slow image does not delay
  /// reporting the others.
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
