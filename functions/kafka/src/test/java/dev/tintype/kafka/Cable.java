package dev.tintype.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;

/// A network between clients and a broker that can be cut.
public final class Cable implements AutoCloseable {

  private enum State {
    WHOLE,
    SILENT,
    CUT
  }

  private final ServerSocket socket;
  private final IntSupplier broker;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile State state = State.WHOLE;

  /// @param broker its port
  public Cable(IntSupplier broker) {
    this.broker = broker;
    try {
      this.socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /// @return where clients connect
  public int port() {
    return socket.getLocalPort();
  }

  /// Ends every connection, and every new one.
  public void cut() {
    state = State.CUT;
    drop();
  }

  /// Lets nothing through in either direction, and ends no connection.
  public void silence() {
    state = State.SILENT;
  }

  /// Lets everything through again. What was held back is lost, with its connections.
  public void mend() {
    drop();
    state = State.WHOLE;
  }

  private void drop() {
    for (Socket one : open) {
      try {
        one.close();
      } catch (IOException _) {
        // closed
      }
    }
    open.clear();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        connect(socket.accept());
      } catch (IOException _) {
        // closed, or the broker is not there
      }
    }
  }

  private void connect(Socket client) throws IOException {
    if (state == State.CUT) {
      client.close();
      return;
    }
    open.add(client);
    if (state == State.SILENT) {
      return;
    }
    Socket behind;
    try {
      behind = new Socket("127.0.0.1", broker.getAsInt());
    } catch (IOException e) {
      client.close();
      throw e;
    }
    open.add(behind);
    client.setTcpNoDelay(true);
    behind.setTcpNoDelay(true);
    Thread.ofVirtual().start(() -> pass(client, behind));
    Thread.ofVirtual().start(() -> pass(behind, client));
  }

  private void pass(Socket one, Socket other) {
    byte[] buffer = new byte[65_536];
    try (one;
        other;
        InputStream from = one.getInputStream();
        OutputStream to = other.getOutputStream()) {
      for (int read = from.read(buffer); read > 0; read = from.read(buffer)) {
        if (state == State.WHOLE) {
          to.write(buffer, 0, read);
        }
      }
    } catch (IOException _) {
      // ended
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    drop();
  }
}
