package dev.tintype.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.aws.LambdaInvoker;
import dev.tintype.aws.QueueBodyReader;
import dev.tintype.aws.SignedHttp;
import dev.tintype.aws.StagingSigner.Permit;
import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.WorkFolders;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.flow.upload.Started;
import dev.tintype.core.lines.Metrics;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.port.MemoryQueue;
import dev.tintype.core.port.MemorySigner;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.render.plan.ColorSource;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import dev.tintype.render.remote.RenderAnswer;
import dev.tintype.render.remote.RenderOrder;
import dev.tintype.render.results.LibvipsVersions;
import dev.tintype.render.results.ReportedPlaceholder;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.s3.S3EventReader;
import dev.tintype.sqs.SqsQueues;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// Forty images in an account of ten executions, with `MaxConcurrency` 3: three workers and a
/// Lambda that answers 429 when all executions are in use.
@Timeout(300)
class SharedAccountTest {

  private static final int LIMIT = 10;
  private static final int MAX_CONCURRENCY = 3;
  private static final int FOR_THE_API = 4;
  private static final int IMAGES = 40;
  private static final URI NOWHERE = URI.create("https://bucket.invalid/");

  /// One variant and the manifest.
  private static final int FILES = 2;

  private static final byte[] PHOTO = Jpeg.plain(80).encode(Picture.scene(60, 40));
  private static final byte[] VARIANT = Jpeg.plain(80).encode(Picture.scene(30, 20));
  private static final Recipe RECIPE =
      new Recipe(
          "small",
          Size.widths(30),
          Map.of(Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0))),
          "#ffffff",
          true);
  private static final Header HEADER =
      new Header(
          OriginalFormat.JPEG,
          new Dimensions(60, 40),
          1,
          1,
          3,
          8,
          false,
          0,
          ColorSource.NONE,
          PHOTO.length);
  private static final byte[] ANSWER =
      new RenderAnswer.Rendered(
              HEADER,
              List.of((long) VARIANT.length),
              new ReportedPlaceholder("1QcSHQRnh493V4dIh4eXh1h4kJUI", "#335577"))
          .json()
          .getBytes(StandardCharsets.UTF_8);

  private final TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final FlowContext context =
      new FlowContext(clock, new SecureRandom(), StepBoundary.UNHEARD);
  private final MemoryJobStore jobs = new MemoryJobStore();
  private final MemoryStorage originals = new MemoryStorage(clock);
  private final MemoryStorage variants = new MemoryStorage(clock);
  private final MemoryQueue queue = new MemoryQueue(clock);
  private final Stores stores = new Stores(jobs, originals, variants);
  private final Account account = new Account();
  private final ExecutorService publishers = Executors.newFixedThreadPool(4);
  private final ExecutorService pollers = Executors.newFixedThreadPool(MAX_CONCURRENCY);
  private final List<Work> workers = new ArrayList<>();
  private final List<VersionRecord> uploads = new ArrayList<>();
  private final HttpServer lambda;

  SharedAccountTest(@TempDir Path folder) throws IOException {
    lambda = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    lambda.setExecutor(Executors.newCachedThreadPool());
    lambda.createContext("/", this::invoked);
    lambda.start();
    for (int i = 0; i < MAX_CONCURRENCY; i++) {
      workers.add(worker(Files.createDirectories(folder.resolve("worker-" + i))));
    }
    for (int i = 0; i < IMAGES; i++) {
      uploads.add(upload());
    }
  }

  @AfterEach
  void stop() {
    lambda.stop(0);
    publishers.shutdown();
    pollers.shutdown();
  }

  /// Counts the executions of all functions of an account.
  private static final class Account {
    private int now;
    private int most;
    private int refused;

    synchronized boolean enter() {
      if (now == LIMIT) {
        refused++;
        return false;
      }
      most = Math.max(most, ++now);
      return true;
    }

    synchronized void leave() {
      now--;
    }
  }

  /// Lambda's Invoke of the function that renders.
  private void invoked(HttpExchange exchange) throws IOException {
    byte[] order = exchange.getRequestBody().readAllBytes();
    if (!account.enter()) {
      answer(exchange, 429, "{\"Type\":\"User\",\"message\":\"Rate Exceeded.\"}".getBytes());
      return;
    }
    try {
      answer(exchange, 200, rendered(order));
    } finally {
      account.leave();
    }
  }

  /// Stores the archive that the form admits. The same original always gives the same result.
  private byte[] rendered(byte[] order) {
    originals.put(RenderOrder.read(order).upload().fields().get("key"), VARIANT);
    return ANSWER;
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Work worker(Path folder) {
    LambdaInvoker function =
        new LambdaInvoker(
            new SignedHttp(
                UrlConnectionHttpClient.builder().socketTimeout(Duration.ofMinutes(2)).build(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"))),
            "us-east-1",
            URI.create("http://127.0.0.1:" + lambda.getAddress().getPort()),
            "tintype-render");
    Staging staging =
        new Staging(
            originals,
            (wish, validFor) ->
                new Permit(NOWHERE, Optional.empty(), NOWHERE, Map.of("key", wish.archiveKey())),
            context.random());
    JobTools tools =
        new JobTools(
            new RemoteRenderer(
                function::invoke, staging, new LibvipsVersions("9.9.9", Map.of("aom", "1")), clock),
            Scratch.in(folder),
            new WorkFolders(folder.resolve("work")),
            publishers,
            stores,
            queue,
            context);
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Work(
        new QueueBodyReader(new S3EventReader(Rig.BUCKET, "us-east-1")),
        new OriginalArrived(stores, queue, context),
        queue,
        tools,
        new Postponement(
            new Rig.HidingQueue(new CopyOnWriteArrayList<>()),
            new SqsQueues("https://queue.example/jobs")),
        new OutcomeMetrics(new Metrics(nowhere, clock, "test"), clock),
        clock);
  }

  private VersionRecord upload() {
    StartUpload start =
        new StartUpload(stores, new MemorySigner(clock), queue, RenderRevision.CURRENT, context);
    Wish wish = new Wish(new Original(Sha256.of(PHOTO), PHOTO.length, "image/jpeg"), RECIPE);
    VersionRecord record =
        ((Started.Accepted)
                start.newImage(wish, Optional.empty(), Optional.empty()).found().orElseThrow())
            .record();
    originals.put(record.job().originalKey(), PHOTO);
    new OriginalArrived(stores, queue, context)
        .wake(record.job().originalKey())
        .forEach(message -> queue.send(message, Duration.ZERO));
    return record;
  }

  private long ready() {
    return uploads.stream().map(this::stored).filter(r -> r.state() instanceof Ready).count();
  }

  private VersionRecord stored(VersionRecord record) {
    return jobs.version(record.job().imageId(), record.job().version()).orElseThrow();
  }

  /// Each poller works on the messages that are visible now, until there is none.
  private void deliver() throws Exception {
    List<Future<?>> polling = new ArrayList<>();
    for (Work worker : workers) {
      polling.add(pollers.submit(() -> poll(worker)));
    }
    for (Future<?> one : polling) {
      one.get();
    }
  }

  private Void poll(Work worker) throws InterruptedException {
    Optional<Delivery> next = queue.receive(Duration.ZERO, Duration.ofMinutes(30));
    while (next.isPresent()) {
      Delivery delivery = next.get();
      if (!account.enter()) {
        // Lambda returns a throttled message to the queue.
        queue.retryLater(delivery, Duration.ofSeconds(5));
        return null;
      }
      boolean done;
      try {
        done = worker.on(message(delivery), Duration.ofSeconds(300));
      } finally {
        account.leave();
      }
      if (done) {
        queue.acknowledge(delivery);
      } else {
        queue.retryLater(delivery, Duration.ofSeconds(10));
      }
      next = queue.receive(Duration.ZERO, Duration.ofMinutes(30));
    }
    return null;
  }

  private static SQSMessage message(Delivery delivery) {
    SQSMessage message = new SQSMessage();
    message.setMessageId("message");
    message.setReceiptHandle(delivery.receipt());
    message.setBody(delivery.body());
    message.setAttributes(
        Map.of("ApproximateReceiveCount", Integer.toString(delivery.receiveCount())));
    return message;
  }

  private void allAreReadyAndNoneDied() {
    assertThat(ready()).isEqualTo(IMAGES);
    assertThat(uploads).allMatch(record -> stored(record).deaths() == 0);
    assertThat(variants.keys()).hasSize(IMAGES * FILES);
    assertThat(originals.keys()).noneMatch(key -> key.startsWith("staging/"));
  }

  @Test
  void theApiAlwaysFindsAnExecutionWhileImagesAreProcessed() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Future<Integer> api = publishers.submit(() -> refusedOfTheApi(ended));
    deliver();
    ended.countDown();
    assertThat(api.get()).isZero();
    allAreReadyAndNoneDied();
    assertThat(account.refused).isZero();
    assertThat(account.most - FOR_THE_API).isBetween(2, 2 * MAX_CONCURRENCY);
  }

  /// Holds the executions of the API for a moment, again and again.
  private int refusedOfTheApi(CountDownLatch ended) throws InterruptedException {
    int refused = 0;
    boolean goesOn = true;
    while (goesOn) {
      int held = 0;
      while (held < FOR_THE_API && account.enter()) {
        held++;
      }
      refused += FOR_THE_API - held;
      goesOn = !ended.await(1, TimeUnit.MILLISECONDS);
      for (; held > 0; held--) {
        account.leave();
      }
    }
    return refused;
  }

  @Test
  void imagesWaitWhileOtherFunctionsUseTheAccountAndNoRefusalCountsAsADeath() throws Exception {
    // With all but one execution taken, a worker starts and its rendering is refused.
    for (int others : List.of(LIMIT - 1, LIMIT, LIMIT - 2, LIMIT - 4)) {
      for (int i = 0; i < others; i++) {
        assertThat(account.enter()).isTrue();
      }
      deliver();
      for (int i = 0; i < others; i++) {
        account.leave();
      }
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(account.refused).isPositive();
    for (int round = 0; ready() < IMAGES && round < 100; round++) {
      deliver();
      clock.advance(Duration.ofMinutes(1));
    }
    allAreReadyAndNoneDied();
    assertThat(uploads).anyMatch(record -> stored(record).attempts() > 1);
    assertThat(queue.deadLetters()).isEmpty();
  }
}
