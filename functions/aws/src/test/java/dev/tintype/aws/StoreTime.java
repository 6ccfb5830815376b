package dev.tintype.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/// An HTTP client that measures the time from a request until the whole answer is read. It counts
/// the calls, too.
final class StoreTime implements SdkHttpClient {

  private final SdkHttpClient http;
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong calls = new AtomicLong();

  /// @param http makes the calls
  StoreTime(SdkHttpClient http) {
    this.http = http;
  }

  /// @return nanoseconds since the last reset
  long nanos() {
    return nanos.get();
  }

  /// @return calls since the last reset
  long calls() {
    return calls.get();
  }

  void reset() {
    nanos.set(0);
    calls.set(0);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = http.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        long began = System.nanoTime();
        HttpExecuteResponse answer = whole(prepared.call());
        nanos.addAndGet(System.nanoTime() - began);
        calls.incrementAndGet();
        return answer;
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private static HttpExecuteResponse whole(HttpExecuteResponse answer) {
    Optional<AbortableInputStream> body = answer.responseBody().map(StoreTime::whole);
    return HttpExecuteResponse.builder()
        .response(answer.httpResponse())
        .responseBody(body.orElse(null))
        .build();
  }

  private static AbortableInputStream whole(AbortableInputStream body) {
    try (body) {
      return AbortableInputStream.create(new java.io.ByteArrayInputStream(body.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
