package dev.tintype.server.run;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.Watermarks;
import dev.tintype.core.flow.read.Describe;
import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.flow.sweep.Sweep.Swept;
import dev.tintype.core.port.JobStore.DueKind;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.TokenStore;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.ServerLock;
import dev.tintype.server.http.HttpServer;
import dev.tintype.server.http.Site;
import dev.tintype.server.worker.Supervisor;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// The running server of one machine: HTTP, workers, sweeper, notifier.
public final class OneMachine implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger("dev.tintype.serve");
  private static final Duration SWEEP = Duration.ofSeconds(5);
  private static final Duration TELL = Duration.ofSeconds(1);
  private static final Duration BURY = Duration.ofSeconds(10);
  private static final Duration AUDIT = Duration.ofMinutes(1);
  private static final Duration UPKEEP = Duration.ofSeconds(5);
  private static final Duration WATCH = Duration.ofSeconds(1);
  private static final int MOST_SWEPT = 200;

  /// After this time a sweep ends, and the next one looks for what became due meanwhile.
  private static final Duration LONGEST_SWEEP = Duration.ofSeconds(30);

  /// The opened parts, closed in reverse order.
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private final URI url;
  private final String token;
  private final TokenStore storedTokens;
  private final Supervisor supervisor;

  private OneMachine(Plan plan, Notifier notifier, FlowContext context) {
    try {
      Backends backends = backends(plan, context);
      new WatermarkStock(
              new Watermarks(backends.stores().originals()), plan.folder().watermarkOnItsWay())
          .fill(plan.recipes().recipes(), plan.watermarks());
      HttpServer http = opened(HttpServer.open(plan.address(), plan.limits()));
      BaseUrls urls = BaseUrls.of(plan, http.port());
      Flows flows = new Flows(backends, context);
      PrometheusRegistry metrics = new PrometheusRegistry();
      ServerNumbers.show(metrics, backends, context.clock());
      RunTokens tokens = new RunTokens(backends.tokens(), context.random());
      UnreadableRecords unreadable = new UnreadableRecords();
      unreadable.show(metrics);
      startLoops(
          flows, backends, CountingNotifier.counting(notifier, metrics), unreadable, context);
      CrashRecovery recovery = new CrashRecovery(backends, flows.takeUp());
      Thread takingUp = Thread.ofPlatform().name("heritage").start(recovery::ofServer);
      opened(takingUp::join);
      opened(new Loop("auditor", AUDIT, new AuditTurn(backends.stores(), metrics)));
      this.supervisor =
          opened(
              new Supervisor(
                  plan.workers(), plan.worker(), plan.workerGrace(), metrics, recovery::ofWorkers));
      Readiness readiness =
          new Readiness(backends, supervisor, plan.libvips().filter(_ -> plan.workers() > 0));
      http.start(site(plan, urls, backends, flows, tokens, metrics, readiness, context));
      parts.remove(http);
      parts.push(http);
      this.url = urls.server();
      this.token = tokens.ofThisRun();
      this.storedTokens = backends.tokens();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Starts everything.
  ///
  /// @param notifier who is told of outcomes
  /// @throws dev.tintype.server.http.AddressUnavailable when the server cannot listen there
  /// @throws dev.tintype.server.data.FolderInUse when another server has the folder
  public static OneMachine start(Plan plan, Notifier notifier, FlowContext context) {
    return new OneMachine(plan, notifier, context);
  }

  private Backends backends(Plan plan, FlowContext context) {
    plan.folder().prepared();
    opened(ServerLock.take(plan.folder()));
    Backends backends = opened(Backends.open(plan.folder(), context.clock(), context.random()));
    backends
        .tryStorage()
        .forEach(remark ->
            LOGGER.log(Level.WARNING, () -> "event=storage.remark detail=\"" + remark + '"'));
    return backends;
  }

  private void startLoops(
      Flows flows,
      Backends backends,
      Notifier notifier,
      UnreadableRecords unreadable,
      FlowContext context) {
    Sweep sweep = flows.sweep(notifier);
    opened(new Loop("sweeper", SWEEP, () -> sweptSome(sweep, unreadable, context.clock())));
    opened(
        new Loop(
            "notifier",
            TELL,
            new OutboxTurn(
                backends.jobs(), flows.notify(notifier), context.clock(), unreadable::ofOutbox)));
    opened(new Loop("upkeep", UPKEEP, () -> keepUp(backends)));
    opened(
        new Loop(
            "dead-letters", BURY, new DeadLetterTurn(backends.queue(), flows.retireDeadLetter())));
    if (backends.storage().directUploads().isEmpty()) {
      opened(
          new Loop(
              "upload-watch",
              WATCH,
              new UploadWatch(backends.jobs(), flows.takeUp(), context.clock(), System::nanoTime)));
    }
  }

  /// Sweeps everything but the outbox. The outbox has its own loop, because a slow receiver must
  /// not delay lost jobs.
  private static boolean sweptSome(Sweep sweep, UnreadableRecords unreadable, InstantSource clock) {
    Instant deadline = clock.instant().plus(LONGEST_SWEEP);
    Swept swept = sweep.sweep(MOST_SWEPT, EnumSet.of(DueKind.VERSION, DueKind.IMAGE), deadline);
    unreadable.swept(swept.unreadable());
    return swept.more();
  }

  private static boolean keepUp(Backends backends) {
    backends.keepUp();
    return false;
  }

  private static Site site(
      Plan plan,
      BaseUrls urls,
      Backends backends,
      Flows flows,
      RunTokens tokens,
      PrometheusRegistry metrics,
      Readiness readiness,
      FlowContext context) {
    return new Site(
        flows.api(plan, urls),
        tokens,
        backends.storage().directUploads(),
        backends.storage().events(),
        backends.originals(),
        backends.variants(),
        flows.arrived(),
        new Describe(backends.jobs()),
        backends.jobs(),
        metrics,
        readiness::complaint,
        readiness::note,
        new Site.Pages(
            plan.web().allowedOrigins(), plan.filesUrl(), backends.storage().clientOrigin()),
        plan.web().trustedProxies(),
        context.clock());
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /// @return where clients reach it
  public URI url() {
    return url;
  }

  /// @return a token with every scope that ends with this run
  public String token() {
    return token;
  }

  /// @return the tokens that outlive this run
  public TokenStore storedTokens() {
    return storedTokens;
  }

  /// @return the process ids of the workers that run now
  public List<Long> workers() {
    return supervisor.pids();
  }

  /// Stops accepting requests, lets requests under way and the workers' jobs finish, and closes the
  /// stores.
  @Override
  public void close() {
    Optional<Exception> first = Optional.empty();
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        first = first.or(() -> Optional.of(e));
      }
    }
    if (first.isPresent()) {
      throw new IllegalStateException("the server did not stop cleanly", first.get());
    }
  }
}
