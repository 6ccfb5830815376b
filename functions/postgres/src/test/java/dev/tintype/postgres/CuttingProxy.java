package dev.tintype.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// A proxy before the server that cuts one connection at its next COMMIT or another text, and
/// counts what the server answers.
final class CuttingProxy implements AutoCloseable {

  /// When the connection is cut.
  enum Cut {
    /// The server never sees the text.
    BEFORE,
    /// The server does what it is told, and its answer is lost.
    AFTER
  }

  /// The end of an answer: the server is ready for the next one.
  private static final String READY = "Z\0\0\0\5";

  private final ServerSocket socket;
  private final String server;
  private final AtomicReference<Cut> next = new AtomicReference<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger answers = new AtomicInteger();
  private volatile String text = "COMMIT";

  /// @param server host and port
  CuttingProxy(String server) throws IOException {
    this.server = server;
    this.socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  String hostAndPort() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /// Cuts one connection at its next COMMIT.
  void cut(Cut when) {
    cut(when, "COMMIT");
  }

  /// Cuts one connection at the next statement that has a text in it.
  void cut(Cut when, String at) {
    text = at;
    next.set(when);
  }

  /// @return how often the server answered so far, over all connections
  int answers() {
    return answers.get();
  }

  /// @return whether the cut has been made
  boolean hasCut() {
    return next.get() == null;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        String[] place = server.split(":");
        Socket behind = new Socket(place[0], Integer.parseInt(place[1]));
        open.addAll(List.of(client, behind));
        AtomicReference<Cut> cut = new AtomicReference<>();
        Thread.ofVirtual().start(() -> upstream(client, behind, cut));
        Thread.ofVirtual().start(() -> downstream(behind, client, cut));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void upstream(Socket client, Socket behind, AtomicReference<Cut> cut) {
    byte[] buffer = new byte[65_536];
    try (client;
        InputStream from = client.getInputStream();
        OutputStream to = behind.getOutputStream()) {
      for (int read = from.read(buffer); read > 0; read = from.read(buffer)) {
        boolean commits = new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(text);
        if (commits) {
          cut.set(next.getAndSet(null));
        }
        if (cut.get() == Cut.BEFORE) {
          return;
        }
        to.write(buffer, 0, read);
      }
    } catch (IOException _) {
      // cut
    }
  }

  private void downstream(Socket behind, Socket client, AtomicReference<Cut> cut) {
    byte[] buffer = new byte[65_536];
    try (behind;
        client;
        InputStream from = behind.getInputStream();
        OutputStream to = client.getOutputStream()) {
      for (int read = from.read(buffer); read > 0; read = from.read(buffer)) {
        if (cut.get() == Cut.AFTER) {
          return;
        }
        String answer = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
        answers.addAndGet(answer.split(READY, -1).length - 1);
        to.write(buffer, 0, read);
      }
    } catch (IOException _) {
      // cut
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket one : open) {
      one.close();
    }
  }
}
