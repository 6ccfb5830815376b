package dev.tintype.process;

import dev.tintype.aws.LambdaInvoker;
import dev.tintype.aws.LambdaInvoker.Invoked;
import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.WorkFolders;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.json.Json;
import dev.tintype.core.lines.Metrics;
import dev.tintype.core.port.JobSender;
import dev.tintype.render.results.LibvipsVersions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;

/// Builds the worker.
final class Wiring {

  private static final int PUBLISHERS = 12;

  /// Longer than a start and the timeout of the function that renders, 10 s and 120 s, so that
  /// Lambda can report its timeout. Two calls fit into the timeout of this function.
  private static final Duration LONGEST_CALL = Duration.ofSeconds(135);

  /// Longer than a start of that function.
  private static final Duration LONGEST_DESCRIPTION = Duration.ofSeconds(15);

  private Wiring() {}

  static Work work(Settings settings) {
    Clients clients = Clients.ofRole(settings);
    FlowContext context =
        new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
    RenderFunction function =
        new Invokers(
            clients.renderFunction(LONGEST_CALL), clients.renderFunction(LONGEST_DESCRIPTION));
    return work(settings, clients, clients.stores(context.random()), context, function);
  }

  static Work work(
      Settings settings,
      Clients clients,
      Stores stores,
      FlowContext context,
      RenderFunction function) {
    Scratch scratch = Scratch.in(Path.of(System.getProperty("java.io.tmpdir")));
    InstantSource clock = context.clock();
    JobSender sender = clients.sender();
    Staging staging =
        new Staging(stores.originals(), clients.staging(clock)::permit, context.random());
    JobTools tools =
        new JobTools(
            new RemoteRenderer(function, staging, versions(), clock),
            scratch,
            new WorkFolders(scratch.folder("work")),
            Executors.newFixedThreadPool(PUBLISHERS),
            stores,
            sender,
            context);
    return new Work(
        clients.reader(),
        new OriginalArrived(stores, sender, context),
        sender,
        tools,
        new Postponement(clients.sqs(), settings.queues()),
        new OutcomeMetrics(new Metrics(System.out, clock, settings.stack()), clock),
        clock);
  }

  /// The versions of the libvips that this program was built with. They do not come from the other
  /// function, which may be compromised.
  static LibvipsVersions versions() {
    try (InputStream in = Wiring.class.getResourceAsStream("versions.json")) {
      if (in == null) {
        throw new IllegalStateException(
            "this program was built without layers/libvips/build: layers/libvips/make makes it");
      }
      return LibvipsVersions.read(Json.parse(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same function with two limits of time.
  private record Invokers(LambdaInvoker orders, LambdaInvoker descriptions)
      implements RenderFunction {
    @Override
    public Invoked invoke(byte[] order) {
      return orders.invoke(order);
    }

    @Override
    public Invoked describe(byte[] order) {
      return descriptions.invoke(order);
    }
  }
}
