package dev.tintype.s3;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.StoreUnavailable;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The client of a probe, with permissions for one bucket. Safe for use by many threads.
final class ProbeClient {

  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]{1,60})</Code>");
  private static final Duration PERMITTED = Duration.ofMinutes(5);

  /// Small, so that a race is decided by the store and not by the line.
  private static final int BYTES = 64;

  private final Bucket bucket;
  private final HttpClient http;
  private final SecureRandom random;

  ProbeClient(Bucket bucket, HttpClient http, SecureRandom random) {
    this.bucket = bucket;
    this.http = http;
    this.random = random;
  }

  /// The answer to an upload.
  ///
  /// @param status its status
  /// @param code the store's error code, or an empty text
  record Answer(int status, String code) {
    boolean isStored() {
      return status / 100 == 2;
    }

    @Override
    public String toString() {
      return code.isEmpty() ? Integer.toString(status) : status + " " + code;
    }
  }

  byte[] content() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  /// @return an upload of new bytes, with its permission
  ProbePut permitted(String key) {
    byte[] bytes = content();
    return ProbePut.of(
        bucket
            .signer()
            .upload(key, new Original(Sha256.of(bytes), bytes.length, "image/png"), PERMITTED),
        bytes);
  }

  /// @throws StoreUnavailable when the store does not answer, or answers that it cannot now
  Answer send(ProbePut put) {
    Answer answer = together(List.of(put)).getFirst();
    if (Quirks.isOutage(answer.status())) {
      throw new StoreUnavailable("S3 PUT " + bucket.name() + " was answered with " + answer);
    }
    return answer;
  }

  /// Sends all at once.
  ///
  /// @return the answers in the order of the uploads
  /// @throws StoreUnavailable when the store does not answer all of them
  List<Answer> together(List<ProbePut> puts) {
    List<CompletableFuture<Answer>> answers =
        puts.stream()
            .map(put ->
                http.sendAsync(put.request(), BodyHandlers.ofString()).thenApply(ProbeClient::of))
            .toList();
    try {
      return answers.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      throw new StoreUnavailable("S3 PUT " + bucket.name() + ": the transfer failed", e);
    }
  }

  private static Answer of(HttpResponse<String> response) {
    Matcher code = CODE.matcher(response.body());
    return new Answer(response.statusCode(), code.find() ? code.group(1) : "");
  }
}
