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

  /// From one look at what is open to the next.
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// The same when so few are open that a second would be felt.
  private static final long FEW_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final int FEW = 4;

  /// How many images that have not ended are asked for in one look.
  private static final int ASKED_IN_VAIN = 4;

  /// An image asked for so often has to let others go first.
  private static final int PATIENCE = 4;

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

  /// @param asked how often it was asked for in vain
  private record Waiting(Path file, Standing standing, boolean before, int asked) {
    Waiting now(Standing at) {
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
          stored.put(new Waiting(file.path(), sent.standing(), sent.before(), 0));
        }
      }
    }
    return Optional.empty();
  }

  private void awaitEnds(List<Future<?>> sending) throws InterruptedException {
    Deque<Waiting> open = new ArrayDeque<>();
    long looked = System.nanoTime();
    boolean sent = false;
    while (!(sent && stored.isEmpty() && open.isEmpty())) {
      sent = sending.stream().allMatch(Future::isDone);
      long pause = open.size() <= FEW ? FEW_LOOK_NANOS : LOOK_NANOS;
      long left = pause - (System.nanoTime() - looked);
      Waiting next = stored.poll(left, TimeUnit.NANOSECONDS);
      if (next != null) {
        end(next).ifPresent(open::addLast);
      } else {
        lookAtOldest(open);
        looked = System.nanoTime();
      }
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

  /// Images are worked on in their order, so that behind a few which have not ended none will have.
  private void lookAtOldest(Deque<Waiting> open) throws InterruptedException {
    Deque<Waiting> inVain = new ArrayDeque<>();
    while (inVain.size() < ASKED_IN_VAIN && !open.isEmpty()) {
      Waiting image = open.removeFirst();
      Optional<Standing> standing = client.standing(image.standing().id());
      if (standing.isEmpty()) {
        listener.ended(
            image.file(), new UploadOutcome.NotUploaded("gone", "The image was erased."));
      } else {
        end(image.now(standing.get())).ifPresent(inVain::addLast);
      }
    }
    for (Waiting image : inVain.reversed()) {
      if (image.asked() % PATIENCE > 0) {
        open.addFirst(image);
      } else {
        open.addLast(image);
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
