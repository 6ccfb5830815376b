package dev.tintype.aws.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// A proxy in front of a local service. It passes bytes on and applies one fault to each request.
public final class FaultyProxy implements AutoCloseable {

  private static final int PIECE = 64;

  private final URI target;
  private final Supplier<Fault> chooser;
  private final ServerSocket server = new ServerSocket();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger faults = new AtomicInteger();

  /// @param chooser chooses the fault of each request
  public FaultyProxy(URI target, Supplier<Fault> chooser) throws IOException {
    this.target = target;
    this.chooser = chooser;
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    threads.execute(this::accept);
  }

  /// @return its URL
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /// @return how many requests were disturbed
  public int faults() {
    return faults.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    }
  }

  /// Serves one connection. After any failure, both ends are closed.
  private void serve(Socket client) {
    try (client;
        Socket service = new Socket(target.getHost(), target.getPort())) {
      Passage passage = new Passage(client, service);
      threads.execute(passage::answers);
      passage.requests();
    } catch (IOException e) {
      // The client sees a closed connection, as intended.
      return;
    }
  }

  private final class Passage {

    private final Socket client;
    private final Socket service;
    private volatile Fault fault = Fault.NONE;
    private volatile boolean answered = true;

    Passage(Socket client, Socket service) {
      this.client = client;
      this.service = service;
    }

    void requests() throws IOException {
      InputStream in = client.getInputStream();
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (answered) {
          answered = false;
          fault = chooser.get();
          faults.addAndGet(fault == Fault.NONE ? 0 : 1);
        }
        switch (fault) {
          case RESET -> reset();
          case UNAVAILABLE -> say("503 Service Unavailable", "<html>come back later</html>");
          case THROTTLED ->
              say(
                  "400 Bad Request",
                  "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
                      + "ProvisionedThroughputExceededException\",\"message\":\"slow down\"}");
          default -> service.getOutputStream().write(buffer, 0, n);
        }
      }
    }

    private void reset() throws IOException {
      client.setSoLinger(true, 0);
      client.close();
    }

    /// Answers instead of the service, after the client's request has been read.
    private void say(String status, String body) throws IOException {
      client.setSoTimeout(50);
      byte[] rest = new byte[1 << 16];
      try {
        while (client.getInputStream().read(rest) >= 0) {
          continue;
        }
      } catch (java.net.SocketTimeoutException _) {
        // The request has ended.
      }
      String answer =
          "HTTP/1.1 "
              + status
              + "\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: "
              + body.length()
              + "\r\nconnection: close\r\n\r\n"
              + body;
      client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      client.close();
    }

    void answers() {
      try {
        InputStream in = service.getInputStream();
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          answered = true;
          pass(Arrays.copyOf(buffer, n));
        }
        client.close();
      } catch (SocketException e) {
        // The other end closed.
        return;
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private void pass(byte[] answer) throws IOException, InterruptedException {
      OutputStream out = client.getOutputStream();
      switch (fault) {
        case LOST_ANSWER -> reset();
        case SHORT_ANSWER -> {
          out.write(answer, 0, answer.length - Math.min(answer.length, 7));
          client.close();
        }
        case SLOW -> {
          for (int from = 0; from < answer.length; from += PIECE) {
            out.write(answer, from, Math.min(PIECE, answer.length - from));
            out.flush();
            Thread.sleep(2);
          }
        }
        default -> out.write(answer);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
