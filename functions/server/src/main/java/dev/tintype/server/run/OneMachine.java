package dev.tintype.server.run;

import dev.tintype.core.api.Api;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.Watermarks;
import dev.tintype.core.flow.read.Describe;
import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.flow.sweep.Sweep.Swept;
import dev.tintype.core.port.JobStore.DueKind;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.TokenStore;
import dev.tintype.core.webhook.NoNotifier;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.Host;
import dev.tintype.server.data.ServerLock;
import dev.tintype.server.http.HttpServer;
import dev.tintype.server.http.Monitoring;
import dev.tintype.server.http.Site;
import dev.tintype.server.worker.Supervisor;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;

/// A running server: HTTP, workers, and the loops, which of several servers over the same stores
/// one runs.
public final class OneMachine implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger("dev.tintype.serve");
  private static final Duration SWEEP = Duration.ofSeconds(5);
  private static final Duration TELL = Duration.ofSeconds(1);
  private static final Duration BURY = Duration.ofSeconds(10);
  private static final Duration AUDIT = Duration.ofMinutes(1);
  private static final Duration UPKEEP = Duration.ofSeconds(5);
  private static final Duration WATCH = Duration.ofSeconds(1);
  private static final Duration FIRST_TOKEN = Duration.ofMinutes(1);
  private static final int MOST_SWEPT = 200;

  /// After this time a sweep ends, and the next one looks for what became due meanwhile.
  private static final Duration LONGEST_SWEEP = Duration.ofSeconds(30);

  private final Parts parts = new Parts();
  private final URI url;
  private final String token;
  private final Backends backends;
  private final String holder;
  private final Supervisor supervisor;

  private OneMachine(Plan plan, Notifier notifier, FlowContext context) {
    try {
      opened(context.tracing());
      this.backends = backends(plan, context);
      Host host = Host.of(plan.folder());
      this.holder = host.holder();
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
      HostClock hostClock = new HostClock(backends.leases(), context.clock(), System::nanoTime);
      LoopKeeper keeper = keeper(hostClock, metrics);
      ErasureParts erasures = opened(ErasureParts.of(plan, urls, backends, context));
      erasures.show(metrics);
      Notifier labelled = flows.labelled(notifier, BaseUrls.files(plan));
      startLoops(
          keeper,
          flows,
          erasures,
          CountingNotifier.counting(labelled, metrics),
          unreadable,
          context);
      CrashRecovery recovery =
          new CrashRecovery(backends.jobs(), plan.folder().work(), host, flows.takeUp());
      opened(recovery.start(recovery::ofServer));
      AuditTurn audit = new AuditTurn(backends.stores(), metrics);
      opened(new Loop("auditor", AUDIT, keeper.alone("audit", audit, () -> {})));
      this.supervisor =
          opened(
              new Supervisor(
                  plan.workers(), plan.worker(), plan.workerGrace(), metrics, recovery::ofWorkers));
      Readiness readiness =
          new Readiness(
              plan.role(),
              backends,
              supervisor,
              plan.libvips().filter(_ -> plan.workers() > 0),
              hostClock);
      Monitoring monitoring =
          new Monitoring(
              plan.role().code(), tokens, metrics, readiness::complaint, readiness::note);
      Api api =
          flows.api(plan, urls, erasures.keys(), hostClock, !(notifier instanceof NoNotifier));
      http.start(site(plan, api, flows, monitoring, context));
      parts.closeFirst(http);
      this.url = urls.server();
      this.token = tokens.ofThisRun();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Starts everything. The end of the server is that of the context's tracing.
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

  /// Leases are given up when the loops have ended.
  private LoopKeeper keeper(HostClock hostClock, PrometheusRegistry metrics) {
    LoopKeeper keeper =
        opened(new LoopKeeper(backends.leases(), holder, hostClock::isRight, System::nanoTime));
    keeper.show(metrics);
    opened(new Loop("leases", LoopKeeper.RENEWAL, () -> renewed(keeper)));
    return keeper;
  }

  private static boolean renewed(LoopKeeper keeper) {
    keeper.renew();
    return false;
  }

  private void startLoops(
      LoopKeeper keeper,
      Flows flows,
      ErasureParts erasures,
      Notifier notifier,
      UnreadableRecords unreadable,
      FlowContext context) {
    Sweep sweep = flows.sweep(erasures.look(), erasures.issuer(), notifier);
    Loop.Turn sweeping =
        keeper.alone(
            "sweep",
            () -> sweptSome(sweep, unreadable, context.clock()),
            unreadable::sweptElsewhere);
    Loop.Turn telling =
        keeper.alone(
            "notify",
            new OutboxTurn(
                backends.jobs(), flows.notify(notifier), context.clock(), unreadable::ofOutbox),
            unreadable::sentElsewhere);
    Loop.Turn burying =
        keeper.alone(
            "dead-letters",
            new DeadLetterTurn(backends.queue(), flows.retireDeadLetter(), flows.queuedEvents()),
            () -> {});
    opened(new Loop("sweeper", SWEEP, sweeping));
    opened(new Loop("notifier", TELL, telling));
    opened(new Loop("upkeep", UPKEEP, () -> keepUp(backends)));
    opened(new Loop("dead-letters", BURY, burying));
    if (backends.storage().clientOrigin().isPresent()) {
      UploadWatch watch =
          new UploadWatch(backends.jobs(), flows.takeUp(), context.clock(), System::nanoTime);
      opened(new Loop("upload-watch", WATCH, keeper.alone("upload-watch", watch, () -> {})));
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

  private Site site(Plan plan, Api api, Flows flows, Monitoring monitoring, FlowContext context) {
    return new Site(
        api,
        monitoring,
        backends.storage().directUploads(),
        backends.storage().events(),
        backends.originals(),
        backends.variants(),
        flows.arrived(),
        new Describe(backends.jobs()),
        backends.jobs(),
        new Site.Pages(
            plan.web().allowedOrigins(), plan.filesUrl(), backends.storage().clientOrigin()),
        plan.web().trustedProxies(),
        context.clock());
  }

  private <T extends AutoCloseable> T opened(T part) {
    return parts.opened(part);
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
    return backends.tokens();
  }

  /// Answers whether this server may make the first token. Of several servers that start at once,
  /// one may.
  public boolean mayMakeFirstToken() {
    return backends.leases().hold("first-token", holder, FIRST_TOKEN);
  }

  /// @return the process ids of the workers that run now
  public List<Long> workers() {
    return supervisor.pids();
  }

  /// Stops accepting requests, lets requests under way and the workers' jobs finish, and closes the
  /// stores.
  @Override
  public void close() {
    parts.close();
  }
}
