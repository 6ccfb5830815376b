package dev.tintype.bench.platform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BooleanSupplier;

/// Sends `POST /images` at a steady rate over one keep-alive connection. Each time is measured from
/// the instant when the request was due, so that a slow response also counts for the requests
/// behind it.
public final class UploadStarts implements AutoCloseable {

  private static final long SEED = 20_261_123;

  private final URI url;
  private final String token;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final Random random = new Random(SEED);

  /// Opens the connection.
  public UploadStarts(Server server) throws IOException {
    this.url = server.url();
    this.token = server.token();
    this.socket = new Socket(url.getHost(), url.getPort());
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /// @param periodNanos time between two requests
  /// @param going checked before each request
  /// @return response times, milliseconds
  public List<Double> run(long periodNanos, BooleanSupplier going)
      throws IOException, InterruptedException {
    List<Double> milliseconds = new ArrayList<>();
    long due = System.nanoTime();
    while (going.getAsBoolean()) {
      long early = due - System.nanoTime();
      if (early > 0) {
        Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
      }
      post();
      milliseconds.add((System.nanoTime() - due) / 1e6);
      due += periodNanos;
    }
    return milliseconds;
  }

  private void post() throws IOException {
    byte[] sha256 = new byte[32];
    random.nextBytes(sha256);
    String hex = HexFormat.of().formatHex(sha256);
    String body =
        "{\"contentType\":\"image/jpeg\",\"bytes\":3000000,\"sha256\":\"%s\",\"recipe\":\"fast\"}"
            .formatted(hex);
    String head =
        """
        POST /images HTTP/1.1\r
        host: %s\r
        authorization: Bearer %s\r
        content-type: application/json\r
        idempotency-key: %s\r
        content-length: %d\r
        \r
        """
            .formatted(url.getRawAuthority(), token, hex, body.length());
    out.write((head + body).getBytes(StandardCharsets.US_ASCII));
    out.flush();
    String status = line();
    if (!status.startsWith("HTTP/1.1 201")) {
      throw new IOException("POST /images returned " + status);
    }
    in.skipNBytes(contentLength());
  }

  /// Reads the rest of the response head.
  private long contentLength() throws IOException {
    long length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring("content-length:".length()).strip());
      }
    }
    return length;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server closed the connection after " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
