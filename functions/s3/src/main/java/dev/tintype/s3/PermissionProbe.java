package dev.tintype.s3;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.s3.ProbeClient.Answer;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Tries to misuse permissions for uploads: each may store exactly the declared bytes under its
/// key, once.
final class PermissionProbe {

  private final Bucket bucket;
  private final String folder;
  private final ProbeClient client;
  private final List<String> remarks = new ArrayList<>();

  /// @param folder the prefix of everything that it writes
  PermissionProbe(Bucket bucket, String folder, HttpClient http, SecureRandom random) {
    this.bucket = bucket;
    this.folder = folder;
    this.client = new ProbeClient(bucket, http, random);
  }

  /// A misuse.
  ///
  /// @param key where it would store something
  /// @param stored what the store has then stored, as a clause
  private record Misuse(String key, ProbePut put, String stored) {}

  /// @return what the bucket does not keep
  /// @throws StoreUnavailable when the store does not answer
  List<String> lacks() {
    List<String> lacks = new ArrayList<>();
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<String>>> tried =
          misuses().stream().map(misuse -> all.submit(() -> lack(misuse))).toList();
      for (Future<Optional<String>> one : tried) {
        result(one).ifPresent(lacks::add);
      }
    }
    replay().ifPresent(lacks::add);
    unsignedHeader();
    return lacks;
  }

  /// @return what an operator should know
  List<String> remarks() {
    return List.copyOf(remarks);
  }

  private List<Misuse> misuses() {
    List<Misuse> misuses = new ArrayList<>();
    ProbePut put = put("other-bytes");
    misuses.add(misuse("other-bytes", put.bytes(client.content()), "other bytes than were signed"));
    put = put("longer");
    misuses.add(misuse("longer", put.length(put.body().length + 1), "more bytes than were signed"));
    put = put("shorter");
    misuses.add(
        misuse("shorter", put.length(put.body().length - 1), "fewer bytes than were signed"));
    misuses.add(
        misuse(
            "type",
            put("type").with("content-type", "text/html"),
            "an upload whose signed `content-type` was changed"));
    misuses.add(
        misuse(
            "no-condition",
            put("no-condition").without("if-none-match"),
            "an upload without its signed `if-none-match`"));
    misuses.add(
        misuse(
            "no-checksum",
            put("no-checksum").without("x-amz-checksum-sha256"),
            "an upload without its signed `x-amz-checksum-sha256`"));
    misuses.add(
        misuse(
            "another-key",
            put("a-key").key("/a-key", "/another-key"),
            "an upload under another key than the signed one"));
    return misuses;
  }

  private ProbePut put(String name) {
    return client.permitted(folder + name);
  }

  private Misuse misuse(String name, ProbePut put, String stored) {
    return new Misuse(folder + name, put, stored);
  }

  private Optional<String> lack(Misuse misuse) {
    boolean isStored =
        client.send(misuse.put()).isStored() || bucket.storage().head(misuse.key()).isPresent();
    return isStored ? Optional.of(clause("stored " + misuse.stored())) : Optional.empty();
  }

  private static Optional<String> result(Future<Optional<String>> one) {
    try {
      return one.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("the probe was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreUnavailable unavailable) {
        throw unavailable;
      }
      throw new IllegalStateException("the probe failed", e);
    }
  }

  /// Clients take 412 for "it is stored already".
  private Optional<String> replay() {
    ProbePut put = put("replay");
    Answer first = client.send(put);
    if (!first.isStored()) {
      return Optional.of(clause("refused a permitted upload with " + first));
    }
    Answer second = client.send(put);
    return second.status() == 412
        ? Optional.empty()
        : Optional.of(clause("answered a repeated upload with " + second + " instead of 412"));
  }

  private void unsignedHeader() {
    if (client.send(put("unsigned").with("x-amz-meta-more", "x")).isStored()) {
      remarks.add(
          "The bucket "
              + bucket.name()
              + " accepts `x-amz-` headers that were not signed: a client can add metadata, or an"
              + " ACL where the store has any. Forbid ACLs for this bucket.");
    }
  }

  private String clause(String what) {
    return "the bucket " + bucket.name() + " " + what;
  }
}
