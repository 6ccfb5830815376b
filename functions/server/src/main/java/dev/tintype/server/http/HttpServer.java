package dev.tintype.server.http;

import dev.tintype.core.state.Schedule;
import dev.tintype.server.http.exchange.ClientAddress;
import dev.tintype.server.http.exchange.Endpoint;
import dev.tintype.server.http.exchange.Living;
import dev.tintype.server.http.exchange.OpenConnections;
import dev.tintype.server.http.exchange.SlowestClient;
import dev.tintype.server.http.files.ConsoleFiles;
import dev.tintype.server.http.files.Cors;
import dev.tintype.server.http.files.Downloads;
import dev.tintype.server.http.files.PublicFiles;
import dev.tintype.server.http.files.Uploads;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The HTTP server of one machine. A few threads accept connections and read requests, whatever
/// else goes on. Each request that may block has its own virtual thread. The server listens from
/// [#open] on and answers from [#start] on, so the port is known while its site is built.
public final class HttpServer implements AutoCloseable {

  private static final Duration CHECK = Duration.ofSeconds(1);
  private static final int SELECTORS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

  /// The acceptor, and the threads that replace a busy selector.
  private static final int THREADS_BESIDE = 12;

  private final Server server;
  private final ServerConnector connector;
  private final Limits limits;
  private final OpenConnections connections;
  private volatile boolean stopping;

  private HttpServer(Server server, ServerConnector connector, Limits limits) {
    this.server = server;
    this.connector = connector;
    this.limits = limits;
    this.connections = new OpenConnections(limits.betweenRequests(), limits.connections());
  }

  /// Listens on an address. Requests wait until [#start].
  ///
  /// @param address the address; port 0 picks a free one
  /// @throws AddressUnavailable when the server cannot listen there
  public static HttpServer open(InetSocketAddress address, Limits limits) {
    QueuedThreadPool threads = new QueuedThreadPool(SELECTORS + THREADS_BESIDE);
    threads.setName("http");
    Server server = new Server(threads);
    server.setErrorHandler(new ProtocolErrors());
    server.setStopTimeout(limits.shutdown().toMillis());
    ServerConnector connector =
        new ServerConnector(server, 1, SELECTORS, new HttpConnectionFactory(configuration(limits)));
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(limits.idle().toMillis());
    connector.setAcceptQueueSize(1024);
    server.addConnector(connector);
    try {
      connector.open();
    } catch (IOException e) {
      throw AddressUnavailable.at(address, e);
    }
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
    ClientAddress addresses = new ClientAddress(site.proxies());
    Endpoints endpoints =
        new Endpoints(
            folders(site, addresses),
            new ConsoleFiles(site.pages().files(), site.pages().uploads()),
            new HttpMetrics(site.monitoring().metrics()));
    start(crossOrigin(site, endpoints), addresses, site.monitoring());
  }

  /// Answers the questions of operators from now on, and nothing else.
  public void start(Monitoring monitoring) {
    ClientAddress addresses = new ClientAddress(List.of());
    Authentication authentication = authentication(monitoring, addresses);
    start(
        new Endpoints(
            Map.copyOf(monitoring(monitoring, authentication)),
            new Nowhere(),
            new HttpMetrics(monitoring.metrics())),
        addresses,
        monitoring);
  }

  private void start(Handler answering, ClientAddress addresses, Monitoring monitoring) {
    server.setRequestLog(new AccessLog(addresses));
    connections.setHandler(new GracefulHandler(answering));
    connector.addEventListener(connections);
    server.setHandler(connections);
    server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    GaugeWithCallback.builder()
        .name("tintype_http_connections")
        .help("Connections that are open.")
        .callback(value -> value.call(connector.getConnectedEndPoints().size()))
        .register(monitoring.metrics());
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not start", e);
    }
    Thread.ofVirtual().name("open-connections").start(this::closeOverdueConnections);
  }

  private static Authentication authentication(Monitoring monitoring, ClientAddress addresses) {
    return new Authentication(monitoring.tokens(), addresses, new Guesses(System::nanoTime));
  }

  private Map<String, Endpoint> monitoring(Monitoring monitoring, Authentication authentication) {
    return Map.of(
        "metrics", new MetricsPage(monitoring.metrics(), authentication),
        "healthz", new Probe("healthz", monitoring.role(), Optional::empty, Optional::empty),
        "readyz",
            new Probe("readyz", monitoring.role(), () -> readiness(monitoring), monitoring.note()));
  }

  private static Handler crossOrigin(Site site, Handler endpoints) {
    if (site.pages().origins().isEmpty()) {
      return endpoints;
    }
    Cors cors = new Cors(site.pages().origins());
    cors.setHandler(endpoints);
    return cors;
  }

  /// @return the endpoints by the first segment of their paths, for the server and its
  ///   documentation; the console has all other paths
  Map<String, Endpoint> folders(Site site, ClientAddress addresses) {
    Authentication authentication = authentication(site.monitoring(), addresses);
    Living living = new Living(site.jobs());
    ApiEndpoint api = new ApiEndpoint(site.api(), authentication, limits.slowestUpload());
    SlowestClient slowest =
        new SlowestClient(
            limits.slowestUpload().bytesPerSecond(),
            limits.slowestUpload().grace(),
            Schedule.SLOWEST_UPLOAD);
    Map<String, Endpoint> byFirstSegment =
        new HashMap<>(monitoring(site.monitoring(), authentication));
    byFirstSegment.put("images", api);
    byFirstSegment.put("recipes", api);
    byFirstSegment.put("receipt-key", api);
    byFirstSegment.put("token", api);
    byFirstSegment.put("tokens", api);
    byFirstSegment.put("deliveries", api);
    byFirstSegment.put("files", new PublicFiles(site.variants()));
    byFirstSegment.put(
        "events",
        new Events(
            authentication,
            new StateFeed(site.describe(), site.jobs()),
            site.clock(),
            () -> stopping));
    site.direct()
        .ifPresent(direct -> {
          byFirstSegment.put(
              "upload", new Uploads(direct, site.originals(), site.arrived(), living, slowest));
          byFirstSegment.put("download", new Downloads(direct, site.originals(), living));
        });
    site.events()
        .ifPresent(events ->
            byFirstSegment.put(
                "storage-events",
                new StorageCalls(
                    events, site.originals(), site.arrived(), authentication, slowest)));
    return byFirstSegment;
  }

  private Optional<String> readiness(Monitoring monitoring) {
    return stopping ? Optional.of("The server is shutting down.") : monitoring.complaint().get();
  }

  private void closeOverdueConnections() {
    try {
      while (!stopping) {
        Thread.sleep(CHECK);
        connections.closeOverdue();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Stops accepting connections, lets requests under way finish within the limit, and stops.
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
