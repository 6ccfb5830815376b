package dev.tintype.server.http;

import dev.tintype.core.state.Schedule;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// The HTTP server of one machine, each request on a virtual thread of its own. It listens from
/// [#open] on, and answers from [#start] on: who needs its port to build what is served asks in
/// between.
public final class HttpServer implements AutoCloseable {

  private static final Duration CHECK = Duration.ofSeconds(1);

  private final Server server;
  private final ServerConnector connector;
  private final Limits limits;
  private final IdleConnections idleConnections;
  private volatile boolean stopping;

  private HttpServer(Server server, ServerConnector connector, Limits limits) {
    this.server = server;
    this.connector = connector;
    this.limits = limits;
    this.idleConnections = new IdleConnections(limits.betweenRequests());
  }

  /// Listens at an address; requests wait until the start.
  ///
  /// @param address with port 0 for any that is free
  /// @throws IOException when the address cannot be had
  public static HttpServer open(InetSocketAddress address, Limits limits) throws IOException {
    Server server = new Server(new VirtualThreadPool(Math.max(limits.connections(), 64)));
    server.setErrorHandler(new ProtocolErrors());
    server.setRequestLog(new AccessLog());
    server.setStopTimeout(limits.shutdown().toMillis());
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration(limits)));
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(limits.idle().toMillis());
    connector.setAcceptQueueSize(256);
    server.addConnector(connector);
    connector.open();
    return new HttpServer(server, connector, limits);
  }

  private static HttpConfiguration configuration(Limits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(limits.headBytes());
    http.setHttpCompliance(HttpCompliance.RFC7230);
    http.setUriCompliance(UriCompliance.DEFAULT);
    http.setRelativeRedirectAllowed(true);
    return http;
  }

  /// @return the port it listens on
  public int port() {
    return connector.getLocalPort();
  }

  /// Answers requests from now on.
  public void start(Site site) {
    GracefulHandler graceful = new GracefulHandler(endpoints(site));
    idleConnections.setHandler(graceful);
    connector.addBean(idleConnections);
    connector.addEventListener(idleConnections);
    server.setHandler(idleConnections);
    server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    site.metrics()
        .gauge(
            "tintype_http_connections",
            "Connections that are open.",
            () -> connector.getConnectedEndPoints().size());
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not start", e);
    }
    Thread.ofVirtual().name("idle-connections").start(this::closeOverdueConnections);
  }

  private Endpoints endpoints(Site site) {
    Authentication authentication = new Authentication(site.tokens());
    ApiEndpoint api = new ApiEndpoint(site.api(), authentication);
    SlowestClient slowest =
        new SlowestClient(
            limits.slowestUpload().bytesPerSecond(),
            limits.slowestUpload().grace(),
            Schedule.SLOWEST_UPLOAD);
    return new Endpoints(
        Map.of(
            "images", api,
            "recipes", api,
            "upload",
                new Uploads(
                    site.permissions(), site.originals(), site.arrived(), slowest, site.clock()),
            "files", new PublicFiles(site.variants()),
            "download", new Downloads(site.permissions(), site.originals()),
            "events",
                new Events(
                    authentication,
                    new StateFeed(site.describe(), site.jobs()),
                    site.clock(),
                    () -> stopping),
            "metrics", new MetricsPage(site.metrics(), authentication),
            "healthz", new Probe("healthz", Optional::empty),
            "readyz", new Probe("readyz", () -> readiness(site))),
        new ConsoleFiles(),
        new HttpMetrics(site.metrics()));
  }

  private Optional<String> readiness(Site site) {
    return stopping ? Optional.of("The server is shutting down.") : site.complaint().get();
  }

  private void closeOverdueConnections() {
    try {
      while (!stopping) {
        Thread.sleep(CHECK);
        idleConnections.closeOverdue();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Accepts no more connections, lets requests under way end within the limit, and stops.
  @Override
  public void close() {
    stopping = true;
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not stop", e);
    }
  }
}
