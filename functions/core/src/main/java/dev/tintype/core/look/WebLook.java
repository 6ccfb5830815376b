package dev.tintype.core.look;

import dev.tintype.core.api.PublicUrls;
import dev.tintype.core.flow.erase.PublicLook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Asks by HTTP, with GET, as a viewer does. Redirects are not followed: they are an answer. Safe
/// for use by many threads.
public final class WebLook implements PublicLook, AutoCloseable {

  private static final int AT_ONCE = 16;
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /// After a request without an answer, nothing is asked for so long: the next one would wait, too.
  private static final Duration PAUSE = Duration.ofSeconds(30);

  /// The name of a file that no version has.
  private static final String NEVER_THERE = "0000000000000000/never.json";

  private final PublicUrls urls;
  private final Missing missing;
  private final InstantSource clock;
  private volatile @Nullable HttpClient made;
  private volatile Instant silentUntil = Instant.MIN;

  /// How files that are not there are answered.
  public enum Missing {
    /// With 404 or 410.
    NOT_FOUND,
    /// With 403, too, if S3 says so and a file that never was is answered alike. S3 does so for
    /// readers who may not list a bucket
    /// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html). A CDN that refuses a
    /// reader says nothing about the file.
    OR_FORBIDDEN
  }

  /// @param urls where viewers find the files
  /// @param missing how files that are not there are answered
  /// @param clock the time
  public WebLook(PublicUrls urls, Missing missing, InstantSource clock) {
    this.urls = urls;
    this.missing = missing;
    this.clock = clock;
  }

  /// Made at the first look: a snapshot of a function must not hold connections.
  private synchronized HttpClient http() {
    HttpClient known = made;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECT)
              .build();
      made = known;
    }
    return known;
  }

  @Override
  public String base() {
    return urls.base().toString();
  }

  @Override
  public Seen at(List<String> keys, BooleanSupplier goOn) {
    if (keys.isEmpty()) {
      return new Seen.Gone(Map.of());
    }
    if (clock.instant().isBefore(silentUntil)) {
      return new Seen.Unknown(urls.of(keys.getFirst()), "there was no answer a moment ago");
    }
    Controls controls = new Controls();
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      if (!goOn.getAsBoolean()) {
        return new Seen.Unknown(urls.of(keys.get(from)), "the time of the sweep was over");
      }
      Seen seen = some(keys.subList(from, Math.min(keys.size(), from + AT_ONCE)), controls);
      if (!(seen instanceof Seen.Gone(Map<Integer, Integer> some))) {
        return seen;
      }
      some.forEach((status, count) -> statuses.merge(status, count, Integer::sum));
    }
    return new Seen.Gone(statuses);
  }

  private Seen some(List<String> keys, Controls controls) {
    List<Asked> asked = new ArrayList<>();
    keys.forEach(key -> asked.add(ask(key)));
    try {
      return seen(keys, asked, controls);
    } finally {
      asked.forEach(Asked::cancel);
    }
  }

  private Seen seen(List<String> keys, List<Asked> asked, Controls controls) {
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < keys.size(); i++) {
      String url = urls.of(keys.get(i));
      try {
        Answer answer = asked.get(i).get();
        int status = answer.status();
        if (status < 400) {
          return new Seen.Answers(url, status);
        }
        if (!isGone(answer, keys.get(i), controls)) {
          return new Seen.Unknown(url, "the status " + status);
        }
        statuses.merge(status, 1, Integer::sum);
      } catch (TimeoutException e) {
        return silent(url, e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException silent) {
          return silent(url, silent);
        }
        throw new IllegalStateException("a request failed in an unexpected way", e);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return new Seen.Unknown(url, "the look was interrupted");
      }
    }
    return new Seen.Gone(statuses);
  }

  private Seen silent(String url, Exception why) {
    silentUntil = clock.instant().plus(PAUSE);
    return new Seen.Unknown(url, "no answer: " + why);
  }

  /// What the headers say.
  ///
  /// @param status the HTTP status
  /// @param fromS3 whether S3 answered, or another store that speaks its protocol
  private record Answer(int status, boolean fromS3) {
    static Answer of(ResponseInfo response) {
      HttpHeaders headers = response.headers();
      return new Answer(
          response.statusCode(),
          headers.firstValue("server").filter("AmazonS3"::equals).isPresent()
              || headers.firstValue("x-amz-request-id").isPresent());
    }

    boolean isForbiddenByS3() {
      return status == 403 && fromS3;
    }
  }

  /// One request. The body is not waited for: it may never end.
  ///
  /// @param answer known once the headers are there
  /// @param whole ends with the body
  private record Asked(CompletableFuture<Answer> answer, CompletableFuture<?> whole) {
    Answer get() throws InterruptedException, ExecutionException, TimeoutException {
      return answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    }

    void cancel() {
      whole.cancel(true);
    }
  }

  private Asked ask(String key) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(urls.of(key))).timeout(LONGEST).GET().build();
    CompletableFuture<Answer> early = new CompletableFuture<>();
    CompletableFuture<HttpResponse<Void>> whole =
        http()
            .sendAsync(
                request,
                headers -> {
                  early.complete(Answer.of(headers));
                  return BodySubscribers.discarding();
                });
    return new Asked(early.applyToEither(whole.thenCompose(_ -> early), a -> a), whole);
  }

  private boolean isGone(Answer answer, String key, Controls controls)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.status() == 404
        || answer.status() == 410
        || (missing == Missing.OR_FORBIDDEN
            && answer.isForbiddenByS3()
            && controls.areForbidden(key));
  }

  /// Whether files that never were are forbidden: asked once for each kind of files in one look.
  private final class Controls {
    private final Map<String, Boolean> forbidden = new HashMap<>();

    boolean areForbidden(String key)
        throws InterruptedException, ExecutionException, TimeoutException {
      String kind = key.substring(0, key.indexOf('/') + 1);
      Boolean known = forbidden.get(kind);
      if (known == null) {
        known = isForbidden(kind + NEVER_THERE);
        forbidden.put(kind, known);
      }
      return known;
    }

    private boolean isForbidden(String key)
        throws InterruptedException, ExecutionException, TimeoutException {
      Asked asked = ask(key);
      try {
        return asked.get().isForbiddenByS3();
      } finally {
        asked.cancel();
      }
    }
  }

  @Override
  public synchronized void close() {
    HttpClient known = made;
    if (known != null) {
      known.shutdownNow();
    }
  }
}
