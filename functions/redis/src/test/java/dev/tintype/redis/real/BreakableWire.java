package dev.tintype.redis.real;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// A proxy before a server that is silent, cuts connections, or loses an answer.
final class BreakableWire implements AutoCloseable {

  private final ServerSocket socket;
  private volatile int server;
  private final AtomicBoolean losesAnswer = new AtomicBoolean();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile boolean silent;
  private volatile boolean refusing;

  /// @param server the port of the server
  BreakableWire(int server) throws IOException {
    this.server = server;
    this.socket = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  String address() {
    return "redis://127.0.0.1:" + port();
  }

  /// Passes nothing in either direction, and says so to nobody.
  void silence() {
    silent = true;
  }

  /// Ends every connection, and every new one.
  void cut() throws IOException {
    refusing = true;
    dropAll();
  }

  /// Ends every connection; new ones are served.
  void dropAll() throws IOException {
    for (Socket one : open) {
      one.close();
    }
    open.clear();
  }

  /// Leads new connections to another server; old ones stay where they are.
  void leadTo(int other) {
    server = other;
  }

  /// Passes everything again.
  void mend() {
    silent = false;
    refusing = false;
  }

  /// Passes the next script to the server, and ends the connection instead of passing the answer.
  void loseAnswer() {
    losesAnswer.set(true);
  }

  boolean hasLostAnswer() {
    return !losesAnswer.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        if (refusing) {
          client.close();
          continue;
        }
        Socket behind = new Socket(InetAddress.getByName("127.0.0.1"), server);
        open.addAll(List.of(client, behind));
        AtomicBoolean loses = new AtomicBoolean();
        Thread.ofVirtual().start(() -> pass(client, behind, true, loses));
        Thread.ofVirtual().start(() -> pass(behind, client, false, loses));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void pass(Socket from, Socket to, boolean isRequest, AtomicBoolean loses) {
    byte[] buffer = new byte[65_536];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        while (silent) {
          LockSupport.parkNanos(10_000_000);
        }
        String text = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
        if (isRequest && text.contains("EVALSHA") && losesAnswer.compareAndSet(true, false)) {
          loses.set(true);
        }
        if (!isRequest && loses.get()) {
          return;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException _) {
      // ended
    }
  }

  @Override
  public void close() throws IOException {
    silent = false;
    socket.close();
    dropAll();
  }
}
