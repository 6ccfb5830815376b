package dev.tintype.server.run;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.Host;
import dev.tintype.server.http.HttpServer;
import dev.tintype.server.http.Limits;
import dev.tintype.server.http.Monitoring;
import dev.tintype.server.worker.Supervisor;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// A running host of workers: it keeps a number of worker processes running, and runs neither API
/// nor loops.
public final class WorkerHost implements AutoCloseable {

  private static final Duration UPKEEP = Duration.ofSeconds(5);

  private final Parts parts = new Parts();
  private final Supervisor supervisor;
  private final Optional<HttpServer> http;

  private WorkerHost(WorkerPlan plan, FlowContext context) {
    try {
      Backends backends =
          parts.opened(Backends.open(plan.folder(), context.clock(), context.random()));
      HostClock hostClock = new HostClock(backends.leases(), context.clock(), System::nanoTime);
      hostClock.isRight();
      parts.opened(new Loop("upkeep", UPKEEP, () -> keptUp(backends, hostClock)));
      CrashRecovery recovery =
          new CrashRecovery(
              backends.jobs(),
              plan.folder().work(),
              Host.of(plan.folder()),
              new Flows(backends, context).takeUp());
      parts.opened(recovery.start(recovery::ofWorkers));
      PrometheusRegistry metrics = new PrometheusRegistry();
      ServerNumbers.showHost(metrics, plan.folder());
      this.http =
          plan.monitoring().map(address -> parts.opened(HttpServer.open(address, Limits.USUAL)));
      this.supervisor =
          parts.opened(
              new Supervisor(
                  plan.workers(), plan.worker(), plan.workerGrace(), metrics, recovery::ofWorkers));
      Readiness readiness =
          new Readiness(Role.WORKER, backends, supervisor, plan.libvips(), hostClock);
      http.ifPresent(server ->
          server.start(
              new Monitoring(
                  Role.WORKER.code(),
                  new RunTokens(backends.tokens(), context.random()),
                  metrics,
                  readiness::complaint,
                  readiness::note)));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Starts everything.
  ///
  /// @throws dev.tintype.server.http.AddressUnavailable when the host cannot listen there
  /// @throws dev.tintype.core.provider.InvalidAddress when an address cannot be opened as it is
  /// @throws dev.tintype.core.port.StoreUnavailable when a store does not answer
  public static WorkerHost start(WorkerPlan plan, FlowContext context) {
    return new WorkerHost(plan, context);
  }

  private static boolean keptUp(Backends backends, HostClock hostClock) {
    hostClock.isRight();
    backends.keepUp();
    return false;
  }

  /// Waits until the first worker has a renderer that works.
  public void awaitReady() throws InterruptedException {
    supervisor.awaitReady();
  }

  /// @return the port for operators, if there is one
  public OptionalInt port() {
    return http.map(server -> OptionalInt.of(server.port())).orElseGet(OptionalInt::empty);
  }

  /// Lets the workers' jobs finish within the grace, and closes the stores. While it waits,
  /// `/readyz` answers that the host works still.
  @Override
  public void close() {
    parts.close();
  }
}
