package dev.tintype.process;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.tintype.aws.QueueBodyReader;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.flow.WorkFolders;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.flow.upload.Started;
import dev.tintype.core.lines.Metrics;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyJobStore;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.port.MemoryQueue;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.MemorySigner;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.s3.S3EventReader;
import dev.tintype.sqs.SqsQueues;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;

/// The function in memory: its handler and the stores around it.
final class Rig implements AutoCloseable {

  static final String BUCKET = "originals";
  static final byte[] BYTES = "the bytes of an original".getBytes(StandardCharsets.UTF_8);

  final TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
  final MemoryJobStore jobs = new MemoryJobStore();
  final MemoryStorage originals = new MemoryStorage(clock);
  final MemoryStorage variants = new MemoryStorage(clock);
  final MemoryQueue queue = new MemoryQueue(clock);
  final List<Request> rendered = new ArrayList<>();
  final List<ChangeMessageVisibilityRequest> hidden = new ArrayList<>();
  final Path work;
  private final ByteArrayOutputStream metrics = new ByteArrayOutputStream();
  private final ExecutorService publishers = Executors.newFixedThreadPool(2);
  private final FlowContext context =
      new FlowContext(clock, new SecureRandom(), StepBoundary.UNHEARD);
  private final Outage outage = new Outage();
  private final Stores stores =
      new Stores(
          new FlakyJobStore(jobs, outage), new FlakyStorage(originals, new Slowness()), variants);
  private final ProcessHandler handler;
  Duration remaining = Duration.ofSeconds(300);
  Duration fetch = Duration.ZERO;

  /// The ARN of the queue that messages come from.
  String from = "arn:aws:sqs:us-east-1:000000000000:jobs";

  Rig(Path folder) {
    this.work = folder.resolve("work");
    JobTools tools =
        new JobTools(
            new MemoryRenderer(this::noticed),
            Scratch.in(folder),
            new WorkFolders(work),
            publishers,
            stores,
            queue,
            context);
    PrintStream out = new PrintStream(metrics, true, StandardCharsets.UTF_8);
    Work live =
        new Work(
            new QueueBodyReader(new S3EventReader(BUCKET, "us-east-1")),
            new OriginalArrived(stores, queue, context),
            queue,
            tools,
            new Postponement(
                new HidingQueue(hidden),
                new SqsQueues("https://queue.example/jobs", "https://queue.example/bulk")),
            new OutcomeMetrics(new Metrics(out, clock, "test"), clock),
            clock);
    this.handler = new ProcessHandler(new Settings(Map.of()), () -> live);
  }

  private Optional<dev.tintype.core.port.Renderer.Rendering> noticed(Request request) {
    rendered.add(request);
    return Optional.empty();
  }

  /// While it lasts, the job store does not answer.
  private static final class Outage implements Faults {
    private boolean now;

    @Override
    public void before(String what, String key) {
      if (now) {
        throw new StoreUnavailable("an outage");
      }
    }

    @Override
    public void after(String what, String key) {}
  }

  /// Each fetch of an original takes time.
  private final class Slowness implements Faults {
    @Override
    public void before(String what, String key) {
      if (what.equals("open")) {
        clock.advance(fetch);
      }
    }

    @Override
    public void after(String what, String key) {}
  }

  /// A queue that only records the postponements.
  ///
  /// @param hidden the postponements; it must be safe for as many threads as the test uses
  record HidingQueue(List<ChangeMessageVisibilityRequest> hidden) implements SqsClient {
    @Override
    public ChangeMessageVisibilityResponse changeMessageVisibility(
        ChangeMessageVisibilityRequest request) {
      hidden.add(request);
      return ChangeMessageVisibilityResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "sqs";
    }

    @Override
    public void close() {}
  }

  void storeIsOut(boolean out) {
    outage.now = out;
  }

  /// @return a version whose original is stored but not announced
  VersionRecord uploaded() {
    Tried<Started> started =
        startUpload().newImage(wish(Recipes.FAST), Optional.empty(), Optional.empty());
    VersionRecord record = ((Started.Accepted) started.found().orElseThrow()).record();
    originals.put(record.job().originalKey(), BYTES);
    return record;
  }

  /// @return another version that waits for the same original
  VersionRecord another(VersionRecord first) {
    originals.delete(first.job().originalKey());
    Tried<Started> started =
        startUpload().newVersion(first.job().imageId(), wish(Recipes.DEFAULT), Optional.empty());
    originals.put(first.job().originalKey(), BYTES);
    return ((Started.Accepted) started.found().orElseThrow()).record();
  }

  private StartUpload startUpload() {
    return new StartUpload(stores, new MemorySigner(clock), queue, RenderRevision.CURRENT, context);
  }

  private static Wish wish(Recipe recipe) {
    return new Wish(new Original(Sha256.of(BYTES), BYTES.length, "image/jpeg"), recipe);
  }

  VersionRecord stored(VersionRecord record) {
    return jobs.version(record.job().imageId(), record.job().version()).orElseThrow();
  }

  static String message(VersionRecord record) {
    return new Message(record.job().imageId(), record.job().version(), "test").json();
  }

  static String notice(String eventName, String bucket, String key) {
    return """
    {"Records":[{"eventSource":"aws:s3","awsRegion":"us-east-1","eventName":"%s",
    "s3":{"bucket":{"name":"%s"},"object":{"key":"%s","size":1}}}]}\
    """
        .formatted(eventName, bucket, key);
  }

  static String created(String key) {
    return notice("ObjectCreated:Put", BUCKET, key);
  }

  /// @return the ids of the messages that must come back
  List<String> deliver(String body, int receiveCount) {
    SQSMessage message = new SQSMessage();
    message.setMessageId("message-1");
    message.setReceiptHandle("receipt-1");
    message.setEventSourceArn(from);
    message.setBody(body);
    message.setAttributes(Map.of("ApproximateReceiveCount", Integer.toString(receiveCount)));
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message));
    SQSBatchResponse answer = handler.handleRequest(event, new Remaining());
    return answer.getBatchItemFailures().stream().map(BatchItemFailure::getItemIdentifier).toList();
  }

  String metrics() {
    return metrics.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    publishers.shutdown();
  }

  private final class Remaining implements Context {
    /// Handlers may only ask for the remaining time; any other call fails its test.
    private static UnsupportedOperationException unused() {
      return new UnsupportedOperationException("no handler asks Lambda for this");
    }

    @Override
    public int getRemainingTimeInMillis() {
      return Math.toIntExact(remaining.toMillis());
    }

    @Override
    public String getAwsRequestId() {
      return "request";
    }

    @Override
    public String getLogGroupName() {
      return "group";
    }

    @Override
    public String getLogStreamName() {
      return "stream";
    }

    @Override
    public String getFunctionName() {
      return "process";
    }

    @Override
    public String getFunctionVersion() {
      return "1";
    }

    @Override
    public String getInvokedFunctionArn() {
      return "arn";
    }

    @Override
    public CognitoIdentity getIdentity() {
      throw unused();
    }

    @Override
    public ClientContext getClientContext() {
      throw unused();
    }

    @Override
    public int getMemoryLimitInMB() {
      return 2048;
    }

    @Override
    public LambdaLogger getLogger() {
      throw unused();
    }
  }
}
