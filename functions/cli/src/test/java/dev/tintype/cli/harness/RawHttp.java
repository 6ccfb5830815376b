package dev.tintype.cli.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A connection on which a test sends arbitrary bytes.
public final class RawHttp implements AutoCloseable {

  private final Socket socket;

  /// Connects.
  public RawHttp(URI url) throws IOException {
    this.socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(60_000);
  }

  /// Sends text.
  public RawHttp say(String text) throws IOException {
    return say(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Sends bytes.
  public RawHttp say(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
    return this;
  }

  /// Ends the sending side.
  public RawHttp end() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /// @return everything received until the server closes or resets the connection. A server that
  ///   has not read all bytes resets it after its answer
  public String heard() throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(heard);
    } catch (SocketException e) {
      return heard.toString(StandardCharsets.ISO_8859_1);
    }
    return heard.toString(StandardCharsets.ISO_8859_1);
  }

  /// @return the status of the next answer
  public int status() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c >= 0 && c != '\n'; ) {
      line.append((char) c);
      c = socket.getInputStream().read();
    }
    return line.length() < 12 ? 0 : Integer.parseInt(line.substring(9, 12));
  }

  /// @return whether nothing comes for so long
  public boolean isSilentFor(Duration time) throws IOException {
    int usual = socket.getSoTimeout();
    socket.setSoTimeout(Math.toIntExact(time.toMillis()));
    try {
      socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException _) {
      return true;
    } finally {
      socket.setSoTimeout(usual);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
