package dev.tintype.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Closes connections that have had no request for too long, whatever they trickle meanwhile: a
/// request head sent byte by byte keeps a connection busy, but is no request.
final class IdleConnections extends Handler.Wrapper implements Connection.Listener {

  private final Map<Connection, Long> idleSince = new ConcurrentHashMap<>();
  private final long mostNanos;

  IdleConnections(Duration most) {
    this.mostNanos = most.toNanos();
  }

  @Override
  public void onOpened(Connection connection) {
    idleSince.put(connection, System.nanoTime());
  }

  @Override
  public void onClosed(Connection connection) {
    idleSince.remove(connection);
  }

  /// @return how many connections have no request under way
  int count() {
    return idleSince.size();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connection connection = request.getConnectionMetaData().getConnection();
    idleSince.remove(connection);
    Request.addCompletionListener(
        request,
        _ -> {
          if (connection.getEndPoint().isOpen()) {
            idleSince.put(connection, System.nanoTime());
          }
        });
    return super.handle(request, response, callback);
  }

  /// Closes those that are overdue; to be called now and then.
  void closeOverdue() {
    long now = System.nanoTime();
    idleSince.forEach((connection, since) -> {
      if (now - since > mostNanos) {
        idleSince.remove(connection);
        connection.getEndPoint().close();
      }
    });
  }
}
