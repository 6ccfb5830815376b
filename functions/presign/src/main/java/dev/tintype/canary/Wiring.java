package dev.tintype.canary;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.aws.LambdaInvoker;
import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.Sleeper;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.json.Json;
import dev.tintype.core.lines.Metrics;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Builds the canary.
final class Wiring {

  /// Longer than the timeout of the API and its function.
  private static final Duration API_CALL = Duration.ofSeconds(20);

  /// Longer than the sweeper's timeout.
  private static final Duration SWEEP = Duration.ofSeconds(65);

  /// Enough for a start of the function that renders.
  private static final Duration DESCRIBE = Duration.ofSeconds(30);

  private static final Duration WEB = Duration.ofSeconds(15);

  /// Three tries fit into the time that is reserved for the answer.
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private static final byte[] SCHEDULE =
      Json.bytes(Json.object().put("source", "tintype.canary").put("detail-type", "Canary"));

  private Wiring() {}

  static Check check(Settings settings) {
    FlowContext context =
        new FlowContext(InstantSource.system(), new SecureRandom(), StepBoundary.UNHEARD);
    return check(settings, Clients.ofRole(settings, API_CALL), context, Sleeper.SLEEP, System.out);
  }

  static Check check(
      Settings settings,
      Clients clients,
      FlowContext context,
      Sleeper sleeper,
      PrintStream metrics) {
    LambdaInvoker sweeper = clients.function(settings.sweepFunction(), SWEEP);
    LambdaInvoker worker = clients.function(settings.processFunction(), Canary.DIRECT);
    Web web = new Web(WEB);
    Canary canary =
        new Canary(
            api(settings, clients),
            web,
            new PublicFiles(web, settings.publicUrl()),
            message -> process(worker, message),
            () -> failureOf("the sweeper", sweeper.invoke(SCHEDULE)),
            context,
            sleeper);
    return new Check(
        canary,
        clients.account(),
        new Sandbox(clients.renderFunction(DESCRIBE)),
        new Metrics(metrics, context.clock(), settings.stack()),
        "/tintype/" + settings.stack());
  }

  /// With IAM the canary calls the HTTP API, as clients do.
  private static ImageApi api(Settings settings, Clients clients) {
    return settings
        .apiUrl()
        .<ImageApi>map(url -> clients.api(url)::call)
        .orElseGet(() ->
            new InvokedApi(clients.function(settings.apiFunction(), API_CALL), settings.auth()));
  }

  /// Calls the worker with the event that the queue sends. If the worker puts the message off, SQS
  /// refuses the unknown receipt handle, which the worker only logs.
  private static void process(LambdaInvoker worker, Message message) {
    failureOf("the worker", worker.invoke(Json.bytes(queued(message))))
        .ifPresent(failure -> {
          throw new StoreUnavailable(failure);
        });
  }

  private static ObjectNode queued(Message message) {
    ObjectNode event = Json.object();
    event
        .putArray("Records")
        .addObject()
        .put("messageId", "canary")
        .put("receiptHandle", "canary")
        .put("body", message.json())
        .put("eventSource", "aws:sqs")
        .putObject("attributes")
        .put("ApproximateReceiveCount", "1");
    return event;
  }

  private static Optional<String> failureOf(String function, LambdaInvoker.Invoked invoked) {
    return invoked.failed()
        ? Optional.of(
            function + " failed: " + new String(invoked.payload(), StandardCharsets.UTF_8))
        : Optional.empty();
  }

  static ResponseUrl answers() {
    return new ResponseUrl(new Web(ANSWER));
  }
}
