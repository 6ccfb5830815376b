package dev.tintype.core.webhook;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One HTTP/1.1 POST to an address that was resolved and checked before. The host name is not
/// resolved again, so it cannot point elsewhere at the second lookup. Redirects are not followed.
/// The certificate must match the host name.
final class PinnedPost {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");
  private static final int LONGEST_STATUS_LINE = 1024;

  private final SSLSocketFactory tls;
  private final Duration timeout;

  /// @param timeout limit for the whole exchange, even if bytes keep arriving
  PinnedPost(SSLSocketFactory tls, Duration timeout) {
    this.tls = tls;
    this.timeout = timeout;
  }

  /// @return the status of the answer
  /// @throws IOException when no complete answer arrives in time
  int send(Webhook webhook, InetAddress address, Map<String, String> headers, String body)
      throws IOException {
    Timer timer = new Timer("webhook-deadline", true);
    try (Socket plain = new Socket()) {
      timer.schedule(closing(plain), timeout.toMillis());
      plain.connect(
          new InetSocketAddress(address, webhook.port()), Math.toIntExact(timeout.toMillis()));
      plain.setSoTimeout(Math.toIntExact(timeout.toMillis()));
      if (!webhook.isEncrypted()) {
        return exchange(plain, webhook, headers, body);
      }
      try (Socket encrypted = encrypted(plain, webhook)) {
        return exchange(encrypted, webhook, headers, body);
      }
    } finally {
      timer.cancel();
    }
  }

  private static TimerTask closing(Socket socket) {
    return new TimerTask() {
      @Override
      public void run() {
        try {
          socket.close();
        } catch (IOException e) {
          throw new IllegalStateException("a socket could not be closed", e);
        }
      }
    };
  }

  private Socket encrypted(Socket plain, Webhook webhook) throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, webhook.host(), webhook.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static int exchange(
      Socket socket, Webhook webhook, Map<String, String> headers, String body) throws IOException {
    byte[] utf8 = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder();
    head.append("POST ").append(webhook.target()).append(" HTTP/1.1\r\n");
    head.append("host: ").append(webhook.url().getRawAuthority()).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("content-length: ").append(utf8.length).append("\r\nconnection: close\r\n\r\n");
    OutputStream out = socket.getOutputStream();
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.write(utf8);
    out.flush();
    return status(new BufferedInputStream(socket.getInputStream(), LONGEST_STATUS_LINE));
  }

  private static int status(InputStream in) throws IOException {
    int status = oneStatus(in);
    while (status < 200) {
      skipHead(in);
      status = oneStatus(in);
    }
    return status;
  }

  private static int oneStatus(InputStream in) throws IOException {
    String line = line(in);
    Matcher match = STATUS.matcher(line);
    if (!match.matches()) {
      throw new IOException("no HTTP answer");
    }
    return Integer.parseInt(match.group(1));
  }

  private static void skipHead(InputStream in) throws IOException {
    int lines = 0;
    while (!line(in).isEmpty()) {
      if (++lines > 100) {
        throw new IOException("the head of the answer is too long");
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.size() > LONGEST_STATUS_LINE) {
        throw new IOException("the answer ends early, or a line of it does not");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
