package dev.tintype.s3;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Tries out once whether a bucket keeps the conditions and the digest of a copy, which many stores
/// do not. Without them, files are copied through this machine.
///
/// Safe for use by many threads; while one asks, the others wait.
final class CopyProbe {

  private static final Logger LOGGER = System.getLogger("dev.tintype.s3");
  private static final int RACES = 2;
  private static final int RACERS = 8;

  private final S3Client s3;
  private final S3Storage storage;
  private final BucketCopy copies;
  private final SecureRandom random;
  private boolean isAnswered;
  private Optional<String> found = Optional.empty();

  /// @param storage the bucket, which copies through this machine
  CopyProbe(S3Client s3, S3Storage storage, SecureRandom random) {
    this.s3 = s3;
    this.storage = storage;
    this.copies = new BucketCopy(s3, storage);
    this.random = random;
  }

  /// @return whether the store may copy. If it does not answer, it is asked again next time
  boolean isKept() {
    try {
      return lack().isEmpty();
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.DEBUG, "event=s3.copies_unknown bucket=" + storage.bucket(), e);
      return false;
    }
  }

  /// @return what copies of this bucket do not keep, as the end of a sentence
  /// @throws StoreUnavailable when the store does not answer
  synchronized Optional<String> lack() {
    if (!isAnswered) {
      found = asked();
      isAnswered = true;
      found.ifPresent(lack ->
          LOGGER.log(
              Level.INFO,
              "event=s3.copies_fetched bucket=" + storage.bucket() + " detail=\"" + lack + '"'));
    }
    return found;
  }

  private Optional<String> asked() {
    byte[] name = new byte[8];
    random.nextBytes(name);
    String folder = StoreProbe.PREFIX + HexFormat.of().formatHex(name) + "/";
    List<String> keys = new ArrayList<>();
    try {
      return lack(folder, keys);
    } catch (IOException e) {
      throw new StoreUnavailable("a small file cannot be written to the temporary folder", e);
    } finally {
      cleanUp(keys);
    }
  }

  /// What cannot be deleted is left to a later probe.
  private void cleanUp(List<String> keys) {
    try {
      storage.delete(keys);
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.WARNING, "event=s3.probe_left bucket=" + storage.bucket(), e);
    }
  }

  /// An object to copy.
  private record Source(String key, String eTag, StoredFile file) {}

  private Optional<String> lack(String folder, List<String> keys) throws IOException {
    List<Source> sources = List.of(source(folder + "one", keys), source(folder + "two", keys));
    if (sources.stream().anyMatch(source -> source.eTag().isEmpty())) {
      return Optional.of("does not tell the SHA-256 that it has verified");
    }
    for (int race = 0; race < RACES; race++) {
      String to = folder + "copy-" + race;
      keys.add(to);
      Optional<String> lack = race(sources, to);
      if (lack.isPresent()) {
        return lack;
      }
    }
    String other = folder + "other";
    keys.add(other);
    Source one = sources.getFirst();
    return isCopied(copies.request(one.key(), sources.getLast().eTag(), other, one.file()))
        ? Optional.of("copies a source that has changed")
        : Optional.empty();
  }

  /// @return an object whose entity tag is empty when the store has no checksum of it
  private Source source(String key, List<String> keys) throws IOException {
    byte[] bytes = new byte[64];
    random.nextBytes(bytes);
    Path path = Files.createTempFile("tintype-probe", "");
    try {
      Files.write(path, bytes);
      StoredFile file =
          new StoredFile(path, bytes.length, Sha256.of(bytes), "image/png", "no-store");
      keys.add(key);
      storage.put(key, file);
      Optional<HeadObjectResponse> head = storage.ask(key);
      return new Source(
          key, head.filter(h -> isDigest(h, file)).map(HeadObjectResponse::eTag).orElse(""), file);
    } finally {
      Files.delete(path);
    }
  }

  private static boolean isDigest(HeadObjectResponse head, StoredFile file) {
    return file.sha256().base64().equals(head.checksumSHA256());
  }

  private Optional<String> race(List<Source> sources, String to) {
    List<Callable<Boolean>> racers = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      Source source = sources.get(i % sources.size());
      CopyObjectRequest request = copies.request(source.key(), source.eTag(), to, source.file());
      racers.add(() -> isCopied(request));
    }
    List<Boolean> copied = together(racers);
    long winners = copied.stream().filter(won -> won).count();
    if (winners == 0) {
      return Optional.of("copies nothing");
    }
    if (winners > 1) {
      return Optional.of(
          "copied %d of %d times to one key: it does not keep `If-None-Match: *` of a copy"
              .formatted(winners, RACERS));
    }
    Source winner = sources.get(copied.indexOf(true) % sources.size());
    if (isCopied(copies.request(winner.key(), winner.eTag(), to, winner.file()))) {
      return Optional.of("copies onto a key that exists");
    }
    return copy(to, winner.file());
  }

  private Optional<String> copy(String key, StoredFile file) {
    Optional<HeadObjectResponse> head = storage.ask(key);
    if (head.isEmpty()) {
      return Optional.of("does not find its copy");
    }
    if (!isDigest(head.get(), file) || head.get().contentLength() != file.bytes()) {
      return Optional.of("does not tell the SHA-256 of a copy");
    }
    boolean isServedAlike =
        file.mediaType().equals(head.get().contentType())
            && file.cacheControl().equals(head.get().cacheControl());
    return isServedAlike
        ? Optional.empty()
        : Optional.of("gives a copy another content type or `Cache-Control`");
  }

  /// @return false when the store refused
  /// @throws StoreUnavailable when it did not answer, or cannot now
  private boolean isCopied(CopyObjectRequest request) {
    String asked = storage.asked("COPY", request.destinationKey());
    try {
      s3.copyObject(request);
      return true;
    } catch (S3Exception e) {
      if (Quirks.isOutage(e.statusCode())) {
        throw AwsCall.unavailable(asked, e);
      }
      return false;
    } catch (SdkException e) {
      throw AwsCall.unavailable(asked, e);
    }
  }

  private static List<Boolean> together(List<Callable<Boolean>> racers) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Boolean> results = new ArrayList<>();
      for (Future<Boolean> racer : racers.stream().map(threads::submit).toList()) {
        results.add(racer.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException("a copy failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while a store was tried out", e);
    }
  }
}
