package dev.tintype.chaos.stack;

import com.sun.net.httpserver.HttpServer;
import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.presign.PresignHandler;
import dev.tintype.sqs.SqsJobReceiver;
import dev.tintype.sqs.SqsQueues;
import dev.tintype.sweep.SweepHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/// The functions of the AWS home except the workers, in one process whose boundaries can kill it.
/// It runs the API behind a gateway, and the sweeper every second instead of every minute,
/// including the dead letters. It ends when its standard input is closed.
public final class AwsServer {

  private static final Logger LOGGER = System.getLogger("dev.tintype.chaos");
  private static final int SWEEP_MILLIS = 60_000;
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration VISIBILITY = Duration.ofMinutes(6);

  private AwsServer() {}

  /// @param arguments the port
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    // Functions write their metrics to standard output.
    System.setOut(System.err);
    Settings settings = Settings.ofProcess();
    FlowContext context = Orders.of(System.getProperties()).context();
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
            0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    RecipeBook recipes = new RecipeBook(List.of(Small.RECIPE, Small.TINY));
    server.createContext("/", new Gateway(new PresignHandler(settings, recipes, context)));
    server.start();
    SweepHandler sweep = new SweepHandler(settings, context);
    Thread.ofPlatform().daemon().start(() -> schedule(sweep, deadLetters(settings)));
    out.println("http://127.0.0.1:" + arguments[0] + " none");
    out.flush();
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }

  private static JobReceiver deadLetters(Settings settings) {
    String url = System.getenv(AwsHome.DEAD_LETTERS);
    return new SqsJobReceiver(
        Clients.ofRole(settings).sqs(), new SqsQueues(url), url, System::nanoTime);
  }

  /// Calls the sweeper until the process ends. After a failed call the next one follows, as on AWS.
  private static void schedule(SweepHandler sweep, JobReceiver deadLetters) {
    try {
      while (true) {
        round(sweep, deadLetters);
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void round(SweepHandler sweep, JobReceiver deadLetters)
      throws InterruptedException {
    try {
      call(sweep, "{}");
      deadLetter(sweep, deadLetters);
    } catch (IOException | RuntimeException e) {
      LOGGER.log(Level.WARNING, "event=chaos.function_failed function=sweep", e);
    }
  }

  private static void call(SweepHandler sweep, String event) throws IOException {
    sweep.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
        OutputStream.nullOutputStream(),
        new Invocation(SWEEP_MILLIS));
  }

  private static void deadLetter(SweepHandler sweep, JobReceiver deadLetters)
      throws IOException, InterruptedException {
    Optional<Delivery> received = deadLetters.receive(Duration.ZERO, VISIBILITY);
    if (received.isEmpty()) {
      return;
    }
    var event = Json.object();
    event.putArray("Records").addObject().put("messageId", "1").put("body", received.get().body());
    call(sweep, Json.write(event));
    deadLetters.acknowledge(received.get());
  }
}
