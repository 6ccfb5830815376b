package dev.tintype.nats.real;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A proxy before a server. While it is cut, nothing passes either way, and both sides are told
/// nothing; afterwards everything that was held passes, late.
final class BlockingProxy implements AutoCloseable {

  private final ServerSocket socket;
  private final int server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition restored = lock.newCondition();
  private boolean isCut;

  /// @param server its port
  BlockingProxy(int server) throws IOException {
    this.server = server;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /// @return the address of a queue behind it
  String address(String stream) {
    return "nats://127.0.0.1:" + socket.getLocalPort() + "?stream=" + stream;
  }

  void cut() {
    set(true);
  }

  void restore() {
    set(false);
  }

  private void set(boolean cut) {
    lock.lock();
    try {
      isCut = cut;
      restored.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void await() {
    lock.lock();
    try {
      while (isCut) {
        restored.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
        open.addAll(List.of(client, behind));
        Thread.ofVirtual().start(() -> pass(client, behind));
        Thread.ofVirtual().start(() -> pass(behind, client));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[65_536];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        await();
        out.write(buffer, 0, read);
      }
      await();
    } catch (IOException _) {
      // closed
    }
  }

  @Override
  public void close() throws IOException {
    restore();
    socket.close();
    for (Socket one : open) {
      one.close();
    }
  }
}
