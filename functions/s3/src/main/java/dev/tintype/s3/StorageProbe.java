package dev.tintype.s3;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.Range;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.s3.ProbeClient.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Tries out whether a bucket stores each key once, and finds, lists and deletes what it stored.
final class StorageProbe {

  private static final int RACES = 3;
  private static final int RACERS = 8;

  private final Bucket bucket;
  private final Storage storage;
  private final String folder;
  private final ProbeClient client;
  private final List<String> lacks = new ArrayList<>();
  private boolean useless;

  /// @param folder the prefix of everything that it writes
  StorageProbe(Bucket bucket, String folder, HttpClient http, SecureRandom random) {
    this.bucket = bucket;
    this.storage = bucket.storage();
    this.folder = folder;
    this.client = new ProbeClient(bucket, http, random);
  }

  /// @return what the bucket does not keep
  /// @throws StoreUnavailable when the store does not answer
  List<String> lacks() {
    absence();
    for (int race = 0; race < RACES && lacks.isEmpty(); race++) {
      race(folder + "race-" + race);
    }
    if (!useless) {
      object(folder + "object");
    }
    return List.copyOf(lacks);
  }

  /// @return whether the bucket cannot be used far enough for more questions
  boolean isUseless() {
    return useless;
  }

  /// Without the right to list, S3 answers 403 for what is not there.
  private void absence() {
    try {
      if (storage.head(folder + "nothing").isPresent()) {
        lack("has an object that nobody stored");
      }
    } catch (StoreUnavailable e) {
      lack("answers " + refusal(e) + " for an object that is not there: allow s3:ListBucket");
      useless = true;
    }
  }

  /// @return the answer of a store that refused
  /// @throws StoreUnavailable the same, when it was no refusal
  private static String refusal(StoreUnavailable e) {
    if (e.getCause() instanceof S3Exception answer && !Quirks.isOutage(answer.statusCode())) {
      return answer.statusCode() + AwsCall.errorCode(answer).map(code -> " " + code).orElse("");
    }
    throw e;
  }

  private void race(String key) {
    List<ProbePut> puts = IntStream.range(0, RACERS).mapToObj(_ -> client.permitted(key)).toList();
    List<Answer> answers = client.together(puts);
    long stored = answers.stream().filter(Answer::isStored).count();
    Optional<byte[]> kept = read(key, Optional.empty());
    if (kept.isEmpty()) {
      lost(answers, stored);
    } else if (stored > 1) {
      lack(
          "stored %d of %d simultaneous uploads of one key: it does not keep `If-None-Match: *`"
              .formatted(stored, RACERS));
    } else if (puts.stream().noneMatch(put -> Arrays.equals(put.body(), kept.get()))) {
      lack("has other bytes than any of the uploads of one key");
    } else if (stored == 1) {
      kept(puts, answers, kept.get());
    }
  }

  private void lost(List<Answer> answers, long stored) {
    Answer first = answers.getFirst();
    if (stored > 0) {
      lack("does not find what it has stored");
    } else if (Quirks.isOutage(first.status())) {
      throw new StoreUnavailable("S3 PUT " + bucket.name() + " was answered with " + first);
    } else {
      lack("refused permitted uploads with " + first);
      useless = true;
    }
  }

  private void kept(List<ProbePut> puts, List<Answer> answers, byte[] kept) {
    int winner =
        IntStream.range(0, RACERS).filter(i -> answers.get(i).isStored()).findFirst().orElseThrow();
    if (!Arrays.equals(puts.get(winner).body(), kept)) {
      lack("has other bytes than those of the one upload that it accepted");
    }
  }

  private Optional<byte[]> read(String key, Optional<Range> range) {
    Optional<InputStream> found = storage.open(key, range);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream bytes = found.get()) {
      return Optional.of(bytes.readAllBytes());
    } catch (IOException e) {
      throw new StoreUnavailable("S3 GET " + bucket.name() + ": the transfer failed", e);
    }
  }

  private void object(String key) {
    byte[] bytes = client.content();
    try {
      stored(key, bytes);
      byte[] part = read(key, Optional.of(new Range(3, 5))).orElse(new byte[0]);
      if (!Arrays.equals(part, Arrays.copyOfRange(bytes, 3, 6))) {
        lack("answers a request for a part of an object with other bytes");
      }
      deleted(key);
    } catch (StoreUnavailable e) {
      lack("refused a call that Tintype needs with " + refusal(e) + ": " + e.getMessage());
    }
  }

  private void stored(String key, byte[] bytes) {
    List<PutResult> results = put(key, bytes);
    if (!results.equals(List.of(PutResult.STORED, PutResult.ALREADY_THERE))) {
      lack("answered two uploads of the same bytes with " + results);
    }
    Optional<StoredObject> head = storage.head(key);
    if (head.flatMap(StoredObject::sha256).filter(Sha256.of(bytes)::equals).isEmpty()) {
      lack("does not tell the SHA-256 of what it has stored");
    }
    if (!isListed(key)) {
      lack("does not list what it has just stored");
    }
  }

  private List<PutResult> put(String key, byte[] bytes) {
    try {
      Path path = Files.createTempFile("tintype-probe", "");
      try {
        Files.write(path, bytes);
        StoredFile file =
            new StoredFile(path, bytes.length, Sha256.of(bytes), "image/png", "no-store");
        return List.of(storage.put(key, file), storage.put(key, file));
      } finally {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new StoreUnavailable("a small file cannot be written to the temporary folder", e);
    }
  }

  private boolean isListed(String key) {
    return storage.list(folder, Optional.empty(), 100).stream()
        .anyMatch(object -> object.key().equals(key));
  }

  private void deleted(String key) {
    storage.delete(List.of(key, folder + "nothing"));
    if (storage.head(key).isPresent() || isListed(key)) {
      lack("still has what was deleted");
    }
  }

  private void lack(String what) {
    lacks.add("the bucket " + bucket.name() + " " + what);
  }
}
