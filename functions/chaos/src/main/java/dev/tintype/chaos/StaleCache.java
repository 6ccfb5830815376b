package dev.tintype.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An edge cache before a host that forgets nothing of some images: it answers 200 for their files,
/// whatever the host says. For all others it answers as the host does.
final class StaleCache implements AutoCloseable {

  private final HttpServer server;
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final AtomicInteger stale = new AtomicInteger();
  private volatile HostClient host;

  /// @param host gets the requests
  StaleCache(HostClient host) throws IOException {
    this.host = host;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/files/", this::answer);
    server.start();
  }

  /// @param next gets the requests from now on
  void before(HostClient next) {
    host = next;
  }

  /// @return where viewers find the files
  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/files");
  }

  void hold(String image) {
    held.add(image);
  }

  void forgetAll() {
    held.clear();
  }

  /// @return how many requests it answered although the host has no such file
  int stale() {
    return stale.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key = exchange.getRequestURI().getPath().substring("/files/".length());
      if (held.contains(key.substring(0, Math.max(0, key.indexOf('/'))))) {
        stale.incrementAndGet();
        exchange.sendResponseHeaders(200, -1);
      } else {
        exchange.sendResponseHeaders(host.file(key).statusCode(), -1);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
