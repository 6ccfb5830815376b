package dev.tintype.core.flow.backup;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A lock in a storage that knows no locks: objects `lock/NUMBER`. Who stores the next number,
/// which the storage lets only one do, has the lock, and stores `lock/NUMBER.beat-…` while it lives
/// and `lock/NUMBER.end` at its end. A holder that is silent for a minute, by the storage's clock,
/// has lost it.
public final class ObjectLock implements BackupLock {

  private static final String LOCK = "lock/";
  private static final String END = ".end";
  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final Duration BEAT = Duration.ofSeconds(10);
  private static final int MOST = 1_000;

  private final Storage storage;
  private final Path work;
  private final String own;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean isLost;
  private volatile long held;

  private ObjectLock(Storage storage, Path work, String own) {
    this.storage = storage;
    this.work = work;
    this.own = own;
    this.held = System.nanoTime();
    this.thread = Thread.ofPlatform().daemon().name("backup-lock").start(this::run);
  }

  /// Takes the lock.
  ///
  /// @param work a folder for small files
  /// @throws BackupRefused when another process holds it
  /// @throws StoreUnavailable when the storage does not answer
  public static ObjectLock take(Storage storage, Path work) {
    List<StoredObject> before = all(storage);
    long number = before.stream().mapToLong(ObjectLock::number).max().orElse(0);
    if (number > 0 && isHeld(before, number, now(storage, work))) {
      throw inUse();
    }
    String own = LOCK + "%012d".formatted(number + 1);
    boolean isOurs = put(storage, work, own) == PutResult.STORED;
    if (!isOurs || all(storage).stream().anyMatch(object -> number(object) > number + 1)) {
      throw inUse();
    }
    storage.delete(before.stream().map(StoredObject::key).toList());
    return new ObjectLock(storage, work, own);
  }

  private static BackupRefused inUse() {
    return new BackupRefused(
        "Another command works on these backups: wait for it. When it was killed, try again in a minute.");
  }

  private static List<StoredObject> all(Storage storage) {
    return storage.list(LOCK + "0", Optional.empty(), MOST);
  }

  private static long number(StoredObject object) {
    String name = object.key().substring(LOCK.length());
    int dot = name.indexOf('.');
    return Long.parseLong(dot < 0 ? name : name.substring(0, dot));
  }

  private static boolean isHeld(List<StoredObject> objects, long number, Instant now) {
    List<StoredObject> own = objects.stream().filter(o -> number(o) == number).toList();
    boolean hasEnded = own.stream().anyMatch(object -> object.key().endsWith(END));
    return !hasEnded
        && own.stream().anyMatch(object -> object.modifiedAt().plus(SILENCE).isAfter(now));
  }

  /// @return the time by the storage's clock
  private static Instant now(Storage storage, Path work) {
    String probe = LOCK + "time-" + UUID.randomUUID();
    var _ = put(storage, work, probe);
    Instant now =
        storage
            .head(probe)
            .orElseThrow(() -> new StoreUnavailable(probe + " is gone; try again"))
            .modifiedAt();
    storage.delete(probe);
    return now;
  }

  private static PutResult put(Storage storage, Path work, String key) {
    byte[] bytes = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    try {
      Path file = Files.write(work.resolve(UUID.randomUUID().toString()), bytes);
      PutResult result =
          storage.put(
              key,
              new StoredFile(
                  file, bytes.length, Sha256.of(bytes), "text/plain", "private, no-store"));
      Files.delete(file);
      return result;
    } catch (IOException e) {
      throw new StoreUnavailable("the lock could not be written: " + e, e);
    }
  }

  private void run() {
    List<String> beats = new ArrayList<>();
    try {
      while (!isLost() && !ended.await(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
        beat(beats);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat(List<String> beats) {
    long now = System.nanoTime();
    try {
      String next = own + ".beat-" + UUID.randomUUID();
      var _ = put(storage, work, next);
      storage.delete(List.copyOf(beats));
      beats.clear();
      beats.add(next);
      look();
      held = now;
    } catch (StoreUnavailable _) {
      // The next beat may come in time.
    }
  }

  private void look() {
    long number = Long.parseLong(own.substring(LOCK.length()));
    if (all(storage).stream().anyMatch(object -> number(object) > number)) {
      isLost = true;
    }
  }

  @Override
  public boolean isLostNow() {
    look();
    return isLost();
  }

  @Override
  public boolean isLost() {
    return isLost || System.nanoTime() - held > SILENCE.toNanos();
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      thread.join();
      if (!isLost()) {
        var _ = put(storage, work, own + END);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (StoreUnavailable _) {
      // It ends by itself.
    }
  }
}
