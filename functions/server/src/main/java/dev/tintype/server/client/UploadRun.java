package dev.tintype.server.client;

import dev.tintype.server.client.FileUpload.Sent;
import dev.tintype.server.folder.OriginalFile;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
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

  private static final long LOOK_MILLIS = 500;
  private static final int LOOKED_AT = 8;
  private static final int MOST_WAITING = 100_000;

  private final ImagesClient client;
  private final FileUpload fileUpload;
  private final UploadListener listener;
  private final boolean waiting;
  private final BlockingQueue<Waiting> stored = new ArrayBlockingQueue<>(MOST_WAITING);

  /// @param recipe by name; absent for the server's own choice
  /// @param waiting whether to wait until each image has ended
  public UploadRun(
      ImagesClient client, Optional<String> recipe, boolean waiting, UploadListener listener) {
    this.client = client;
    this.fileUpload = new FileUpload(client, recipe);
    this.listener = listener;
    this.waiting = waiting;
  }

  private record Waiting(Path file, Standing standing, boolean before) {}

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
          stored.put(new Waiting(file.path(), sent.standing(), sent.before()));
        }
      }
    }
    return Optional.empty();
  }

  private void awaitEnds(List<Future<?>> sending) throws InterruptedException {
    Deque<Waiting> open = new ArrayDeque<>();
    boolean sent = false;
    while (!(sent && stored.isEmpty() && open.isEmpty())) {
      sent = sending.stream().allMatch(Future::isDone);
      Waiting next = stored.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      while (next != null) {
        end(next).ifPresent(open::addLast);
        next = stored.poll();
      }
      lookAtOldest(open);
    }
  }

  /// @return the image again, when it is still to be waited for
  private Optional<Waiting> end(Waiting image) {
    if (waiting && !image.standing().isEnd()) {
      return Optional.of(image);
    }
    listener.ended(image.file(), new UploadOutcome.Uploaded(image.standing(), image.before()));
    return Optional.empty();
  }

  /// Images are worked on in their order, so only the oldest are worth asking for.
  private void lookAtOldest(Deque<Waiting> open) throws InterruptedException {
    Deque<Waiting> looked = new ArrayDeque<>();
    for (int i = 0; i < LOOKED_AT && !open.isEmpty(); i++) {
      Waiting image = open.removeFirst();
      Optional<Standing> standing = client.standing(image.standing().id());
      if (standing.isEmpty()) {
        listener.ended(
            image.file(), new UploadOutcome.NotUploaded("gone", "The image was erased."));
      } else {
        end(new Waiting(image.file(), standing.get(), image.before())).ifPresent(looked::addLast);
      }
    }
    while (!looked.isEmpty()) {
      open.addFirst(looked.removeLast());
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
