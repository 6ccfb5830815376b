package dev.tintype.renderfunction;

import dev.tintype.core.Limits;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.WatermarkMissing;
import dev.tintype.render.remote.RenderOrder.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The requests that this function may make, each to a signed URL. Redirects are not followed.
final class Transfers implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int LONGEST_COMPLAINT = 1024;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();

  /// Stores exactly the stated number of bytes in a file.
  ///
  /// @throws IOException when the answer has another length or status, or the time is over
  void fetch(URI url, long bytes, Path file, Duration within)
      throws IOException, InterruptedException {
    BodyHandler<Path> whole =
        answer ->
            answer.statusCode() == 200
                    && answer.headers().firstValueAsLong("content-length").orElse(-1) == bytes
                ? BodySubscribers.ofFile(file)
                : BodySubscribers.replacing(file);
    HttpResponse<Path> answer = within(within, HttpRequest.newBuilder(url).GET().build(), whole);
    long length = answer.headers().firstValueAsLong("content-length").orElse(-1);
    if (answer.statusCode() != 200 || length != bytes) {
      throw new IOException(
          "the original answered %d with %d bytes instead of %d"
              .formatted(answer.statusCode(), length, bytes));
    }
  }

  /// Fetches a watermark.
  ///
  /// @throws WatermarkMissing when it has other bytes
  /// @throws IOException when the storage does not answer, or the time is over
  void fetch(URI url, Sha256 watermark, Path file, Duration within)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url).GET().build();
    HttpResponse<byte[]> answer =
        within(
            within,
            request,
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), Limits.MAX_WATERMARK_BYTES));
    if (answer.statusCode() != 200) {
      throw new IOException("the watermark answered " + answer.statusCode());
    }
    if (!Sha256.of(answer.body()).equals(watermark)) {
      throw new WatermarkMissing(watermark, "has other bytes in the storage");
    }
    Files.write(file, answer.body());
  }

  /// Uploads the files as one object.
  ///
  /// @throws IOException when the storage does not accept it, or the time is over
  void upload(Upload form, List<Path> files, Duration within)
      throws IOException, InterruptedException {
    UploadForm body = new UploadForm(form.fields());
    HttpRequest post =
        HttpRequest.newBuilder(form.url())
            .header("content-type", body.mediaType())
            .POST(body.publisher(files))
            .build();
    HttpResponse<InputStream> answer = within(within, post, BodyHandlers.ofInputStream());
    try (InputStream said = answer.body()) {
      if (answer.statusCode() / 100 != 2) {
        byte[] complaint = said.readNBytes(LONGEST_COMPLAINT);
        throw new IOException(
            "the upload was answered "
                + answer.statusCode()
                + " "
                + new String(complaint, java.nio.charset.StandardCharsets.UTF_8));
      }
    }
  }

  /// A timeout of the request itself would end with the head of the answer.
  private <T> HttpResponse<T> within(Duration time, HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
    try {
      return answer.get(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no end within " + time + ": " + request.uri().getHost(), e);
    } catch (ExecutionException e) {
      throw new IOException("the transfer failed: " + request.uri().getHost(), e.getCause());
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
