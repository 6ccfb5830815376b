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
import java.util.Collections;
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

/// Tries out copies on the bucket itself. It takes about 30 requests, and what it wrote is deleted.
final class CopyTrial {

  private static final Logger LOGGER = System.getLogger("dev.tintype.s3");
  private static final int OK = 200;
  private static final int RACES = 2;
  private static final int RACERS = 8;

  private final S3Client s3;
  private final S3Storage storage;
  private final BucketCopy copies;
  private final SecureRandom random;

  /// @param storage the bucket
  CopyTrial(S3Client s3, S3Storage storage, SecureRandom random) {
    this.s3 = s3;
    this.storage = storage;
    this.copies = new BucketCopy(s3, storage);
    this.random = random;
  }

  /// @return what copies of this bucket do not keep, as the end of a sentence
  /// @throws StoreUnavailable when the store says nothing
  Optional<String> lack() {
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
    return unrefused(
        "copies a source that has changed",
        copies.request(one.key(), sources.getLast().eTag(), other, one.file()));
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
    List<Callable<Integer>> racers = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      Source source = sources.get(i % sources.size());
      CopyObjectRequest request = copies.request(source.key(), source.eTag(), to, source.file());
      racers.add(() -> status(request));
    }
    List<Integer> answers = together(racers);
    Optional<Integer> unknown = answers.stream().filter(Quirks::isUnknown).findFirst();
    if (unknown.isPresent()) {
      return Optional.of("answers " + unknown.get() + " to a copy");
    }
    int winners = Collections.frequency(answers, OK);
    if (winners == 0) {
      return Optional.of("copies nothing");
    }
    if (winners > 1) {
      return Optional.of(
          "copied %d of %d times to one key: it does not keep `If-None-Match: *` of a copy"
              .formatted(winners, RACERS));
    }
    Source winner = sources.get(answers.indexOf(OK) % sources.size());
    return unrefused(
            "copies onto a key that exists",
            copies.request(winner.key(), winner.eTag(), to, winner.file()))
        .or(() -> copy(to, winner.file()));
  }

  /// @param what the lack of a store that copies this
  /// @return absent when the store refused with 412, as it must
  private Optional<String> unrefused(String what, CopyObjectRequest request) {
    int status = status(request);
    return switch (status) {
      case OK -> Optional.of(what);
      case 412 -> Optional.empty();
      default -> Optional.of("answers %d instead of 412 where it must not copy".formatted(status));
    };
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

  /// A store that refuses for any other reason than the conditions of a copy, such as a permission
  /// or a limit, has not said whether it keeps them.
  ///
  /// @return 200, or what the store answers when something is there, or when it knows no such copy
  /// @throws StoreUnavailable when the store said nothing about copies
  private int status(CopyObjectRequest request) {
    String asked = storage.asked("COPY", request.destinationKey());
    try {
      s3.copyObject(request);
      return OK;
    } catch (S3Exception e) {
      if (Quirks.isTaken(e.statusCode()) || Quirks.isUnknown(e.statusCode())) {
        return e.statusCode();
      }
      throw AwsCall.unavailable(asked, e);
    } catch (SdkException e) {
      throw AwsCall.unavailable(asked, e);
    }
  }

  private static List<Integer> together(List<Callable<Integer>> racers) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Integer> results = new ArrayList<>();
      for (Future<Integer> racer : racers.stream().map(threads::submit).toList()) {
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
