package dev.tintype.chaos.stack;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.process.ProcessHandler;
import dev.tintype.sqs.SqsJobReceiver;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The process function of the AWS home in its own process, with faulty stores and boundaries that
/// can kill it. It also acts as the event source: one message at a time, deleted when the function
/// reports no failure. The function that renders runs in the same process, with the real, sandboxed
/// renderer. When its standard input is closed, it ends after the current message.
public final class AwsWorker {

  private static final Logger LOGGER = System.getLogger("dev.tintype.chaos");
  private static final int FUNCTION_MILLIS = 300_000;
  private static final Duration VISIBILITY = Duration.ofMinutes(30);
  private static final Duration WAIT = Duration.ofSeconds(1);

  private final JobReceiver queue;
  private final ProcessHandler function;
  private final StepBoundary boundary;
  private volatile boolean ending;

  private AwsWorker(JobReceiver queue, ProcessHandler function, StepBoundary boundary) {
    this.queue = queue;
    this.function = function;
    this.boundary = boundary;
  }

  /// @param arguments none
  public static void main(String[] arguments) throws InterruptedException {
    Orders orders = Orders.of(System.getProperties());
    Settings settings = Settings.ofProcess();
    FlowContext context = orders.context();
    Clients clients = Clients.ofRole(settings);
    Stores stores = RandomFaults.in(clients.stores(context.random()), orders);
    AwsWorker worker =
        new AwsWorker(
            new SqsJobReceiver(
                clients.sqs(),
                settings.queues(),
                System.getenv(AwsHome.DEAD_LETTERS),
                System::nanoTime),
            new ProcessHandler(settings, stores, context, new RenderHere(System.getenv())),
            context.boundary());
    Thread.ofPlatform().daemon().start(worker::awaitEnd);
    worker.work();
    System.exit(0);
  }

  private void awaitEnd() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
      ending = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void work() throws InterruptedException {
    while (!ending) {
      try {
        Optional<Delivery> received = queue.receive(WAIT, VISIBILITY);
        if (received.isPresent()) {
          handle(received.get());
        }
      } catch (StoreUnavailable e) {
        LOGGER.log(Level.WARNING, "event=chaos.queue_unavailable", e);
        Thread.sleep(WAIT);
      }
    }
  }

  private void handle(Delivery delivery) {
    if (isDone(delivery)) {
      queue.acknowledge(delivery);
      boundary.reached(StepBoundary.ACKNOWLEDGED);
    }
  }

  /// Runs the function. If the function throws, the message is not deleted, as with Lambda's event
  /// source.
  private boolean isDone(Delivery delivery) {
    SQSMessage message = new SQSMessage();
    message.setMessageId("1");
    message.setBody(delivery.body());
    message.setReceiptHandle(delivery.receipt());
    message.setAttributes(
        Map.of("ApproximateReceiveCount", Integer.toString(delivery.receiveCount())));
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message));
    try {
      return function
          .handleRequest(event, new Invocation(FUNCTION_MILLIS))
          .getBatchItemFailures()
          .isEmpty();
    } catch (RuntimeException e) {
      LOGGER.log(Level.WARNING, "event=chaos.function_failed function=process", e);
      return false;
    }
  }
}
