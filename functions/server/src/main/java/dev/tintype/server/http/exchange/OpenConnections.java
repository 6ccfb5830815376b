package dev.tintype.server.http.exchange;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// All open connections. It closes connections that have had no complete request for too long, even
/// if they keep sending: a request head sent byte by byte is not a request. When nearly all
/// connections are taken, it closes those with the least traffic to make room for new ones.
public final class OpenConnections extends Handler.Wrapper implements Connection.Listener {

  /// The request attribute that leads from an answer to this object.
  private static final String HERE = "dev.tintype.connections";

  /// How long a connection may be without a request when others wait for its place.
  private static final long IDLE_WHEN_CROWDED = Duration.ofSeconds(1).toNanos();

  /// How long a request may be slow when others wait for its place.
  private static final long SLOW_WHEN_CROWDED = Duration.ofSeconds(10).toNanos();

  private static final long FEW_BYTES_PER_SECOND = 2_000;

  private final Map<Connection, Use> uses = new ConcurrentHashMap<>();
  private final long mostIdleNanos;
  private final int crowd;

  /// @param mostIdle how long a connection may take to send its next request
  /// @param most the most connections
  public OpenConnections(Duration mostIdle, int most) {
    this.mostIdleNanos = mostIdle.toNanos();
    this.crowd = most - most / 4;
  }

  /// The current use of a connection.
  ///
  /// @param since when it began, on the clock of `System.nanoTime`
  /// @param bytes how many bytes the connection had moved by then
  /// @param request whether a request is being answered
  /// @param lasting whether the answer is intentionally slow
  private record Use(long since, long bytes, boolean request, boolean lasting) {

    boolean isIdle(long now, long most) {
      return !request && now - since > most;
    }

    boolean isSlow(Connection connection, long now) {
      return request
          && !lasting
          && now - since > SLOW_WHEN_CROWDED
          && bytesPerSecond(connection, now) < FEW_BYTES_PER_SECOND;
    }

    long bytesPerSecond(Connection connection, long now) {
      return (moved(connection) - bytes) * 1_000_000_000L / Math.max(1, now - since);
    }
  }

  private static long moved(Connection connection) {
    return connection.getBytesIn() + connection.getBytesOut();
  }

  @Override
  public void onOpened(Connection connection) {
    uses.put(connection, new Use(System.nanoTime(), 0, false, false));
    if (uses.size() > crowd) {
      makeRoom();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    uses.remove(connection);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connection connection = request.getConnectionMetaData().getConnection();
    request.setAttribute(HERE, this);
    use(connection, true);
    Request.addCompletionListener(request, _ -> use(connection, false));
    return super.handle(request, response, callback);
  }

  private void use(Connection connection, boolean request) {
    uses.computeIfPresent(
        connection, (_, _) -> new Use(System.nanoTime(), moved(connection), request, false));
  }

  /// Marks the answer to a request as intentionally slow.
  static void expectLasting(Request request) {
    if (request.getAttribute(HERE) instanceof OpenConnections open) {
      open.uses.computeIfPresent(
          request.getConnectionMetaData().getConnection(),
          (_, use) -> new Use(use.since(), use.bytes(), use.request(), true));
    }
  }

  /// Closes overdue connections; called periodically.
  public void closeOverdue() {
    long now = System.nanoTime();
    uses.forEach((connection, use) -> {
      if (use.isIdle(now, mostIdleNanos)) {
        close(connection);
      }
    });
    if (uses.size() > crowd) {
      makeRoom();
    }
  }

  /// Closes some connections without a request, the oldest first, then some with the slowest
  /// requests.
  private synchronized void makeRoom() {
    long now = System.nanoTime();
    int wanted = uses.size() - crowd + crowd / 20;
    wanted -=
        close(
            wanted,
            (_, use) -> use.isIdle(now, IDLE_WHEN_CROWDED),
            Comparator.comparingLong(entry -> entry.getValue().since()));
    close(
        wanted,
        (connection, use) -> use.isSlow(connection, now),
        Comparator.comparingLong(entry -> entry.getValue().bytesPerSecond(entry.getKey(), now)));
  }

  private int close(int most, Chosen chosen, Comparator<Map.Entry<Connection, Use>> worstFirst) {
    var worst =
        uses.entrySet().stream()
            .filter(entry -> chosen.test(entry.getKey(), entry.getValue()))
            .sorted(worstFirst)
            .limit(Math.max(0, most))
            .map(Map.Entry::getKey)
            .toList();
    worst.forEach(this::close);
    return worst.size();
  }

  private void close(Connection connection) {
    uses.remove(connection);
    connection.getEndPoint().close();
  }

  /// Decides whether a connection may be closed.
  @FunctionalInterface
  private interface Chosen {
    boolean test(Connection connection, Use use);
  }
}
