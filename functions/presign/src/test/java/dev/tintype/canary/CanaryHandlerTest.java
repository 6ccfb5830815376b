package dev.tintype.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TestClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// The canary's handler with a platform, and a CloudFormation, on local servers.
@Timeout(120)
class CanaryHandlerTest {

  private static final Duration MINUTES = Duration.ofMinutes(6);
  private static final Instant BEGAN = Instant.parse("2026-11-23T10:00:00Z");

  private final FakePlatform platform = new FakePlatform();
  private final TestClock clock = new TestClock(BEGAN);
  private final ByteArrayOutputStream metrics = new ByteArrayOutputStream();
  private final List<String> answers = new CopyOnWriteArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private final HttpServer cloudFormation;
  private volatile int refusals;
  private volatile long slow;

  CanaryHandlerTest() throws IOException {
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ENDPOINT_URL", platform.url().toString());
    environment.put("TINTYPE_AUTH", "IAM");
    environment.put("TINTYPE_STACK", "shop");
    environment.put("TINTYPE_API_URL", platform.url().toString());
    environment.put("TINTYPE_API_FUNCTION", "presign:live");
    environment.put("TINTYPE_SWEEP_FUNCTION", "sweep:live");
    environment.put("TINTYPE_PROCESS_FUNCTION", "process:live");
    environment.put("TINTYPE_RENDER_FUNCTION", "render");
    environment.put("TINTYPE_PUBLIC_URL", platform.url() + "/public");
    cloudFormation =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cloudFormation.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    cloudFormation.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Thread.sleep(slow);
            // S3 refuses a content type that was not signed.
            boolean isRefused =
                refusals-- > 0 || exchange.getRequestHeaders().containsKey("content-type");
            if (!isRefused) {
              answers.add(new String(body, StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(isRefused ? 503 : 200, -1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    cloudFormation.start();
  }

  @AfterEach
  void stop() {
    platform.close();
    cloudFormation.stop(0);
  }

  private CanaryHandler handler() {
    Settings settings = new Settings(environment);
    Clients clients =
        new Clients(
            settings,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            Duration.ofSeconds(20));
    FlowContext context = new FlowContext(clock, new SecureRandom(), StepBoundary.UNHEARD);
    PrintStream out = new PrintStream(metrics, true, StandardCharsets.UTF_8);
    return new CanaryHandler(
        Wiring.check(settings, clients, context, clock::advance, out),
        new ResponseUrl(new Web(Duration.ofSeconds(1))));
  }

  private static Context remaining(Duration time) {
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (_, method, _) -> {
              assertThat(method.getName()).isEqualTo("getRemainingTimeInMillis");
              return Math.toIntExact(time.toMillis());
            });
  }

  private boolean handle(ObjectNode event, Duration time) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    handler().handleRequest(new ByteArrayInputStream(Json.bytes(event)), output, remaining(time));
    return Json.parse(output.toByteArray()).bool("ready");
  }

  private boolean hourly() throws IOException {
    return handle(Json.object().put("detail-type", "Scheduled Event"), MINUTES);
  }

  private ObjectNode request(String type) {
    ObjectNode event =
        Json.object()
            .put("RequestType", type)
            .put(
                "ResponseURL", "http://127.0.0.1:" + cloudFormation.getAddress().getPort() + "/a?b")
            .put("StackId", "arn:aws:cloudformation:us-east-1:1:stack/shop/x")
            .put("RequestId", "request-1")
            .put("LogicalResourceId", "Canary");
    event.putObject("ResourceProperties").put("MaxConcurrency", "3");
    return event;
  }

  private JsonObject answer() {
    assertThat(answers).hasSize(1);
    return Json.parse(answers.getFirst());
  }

  private String failure(String type) throws IOException {
    assertThat(handle(request(type), MINUTES)).isFalse();
    assertThat(answer().text("Status")).isEqualTo("FAILED");
    assertThat(answer().text("RequestId")).isEqualTo("request-1");
    assertThat(answers.getFirst().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(4096);
    return answer().text("Reason");
  }

  private String metrics() {
    return metrics.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aDeploymentWhoseImageBecomesReadySucceedsAndTellsTheSandbox() throws Exception {
    assertThat(handle(request("Create"), MINUTES)).isTrue();
    assertThat(answer().text("Status")).isEqualTo("SUCCESS");
    assertThat(answer().text("StackId")).endsWith(":stack/shop/x");
    assertThat(answer().text("LogicalResourceId")).isEqualTo("Canary");
    assertThat(answer().text("PhysicalResourceId")).isEqualTo("tintype-canary");
    assertThat(answer().object("Data").text("Sandbox"))
        .isEqualTo("memory cap, clean environment; refused: no_new_privs, seccomp, Landlock");
    assertThat(platform.calls)
        .containsSubsequence(
            "GET /2016-08-19/account-settings",
            "POST /images",
            "PUT /original",
            "GET /images/" + FakePlatform.ID,
            "GET /public/01JD2Z6K7M8N9PQRSTVWXYZ012/0123456789abcdef/manifest.json",
            "GET /public/01JD2Z6K7M8N9PQRSTVWXYZ012/0123456789abcdef/160.webp",
            "DELETE /images/" + FakePlatform.ID,
            "POST /2015-03-31/functions/sweep:live/invocations");
    assertThat(platform.events).isEmpty();
    assertThat(metrics()).contains("\"CanaryFailed\":0", "\"CanarySeconds\"", "\"Stack\":\"shop\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"IAM", "JWT"})
  void withoutAnUrlOfTheApiItsFunctionIsCalledWithTheEventOfApiGateway(String auth)
      throws Exception {
    environment.remove("TINTYPE_API_URL");
    environment.put("TINTYPE_AUTH", auth);
    assertThat(hourly()).isTrue();
    JsonObject event = platform.events.getFirst();
    assertThat(event.text("version")).isEqualTo("2.0");
    assertThat(
            event
                .object("requestContext")
                .object("authorizer")
                .has(auth.toLowerCase(java.util.Locale.ROOT)))
        .isTrue();
  }

  @Test
  void anHourlyRunOnlySendsItsImage() throws Exception {
    assertThat(hourly()).isTrue();
    assertThat(platform.calls).doesNotContain("GET /2016-08-19/account-settings");
    assertThat(answers).isEmpty();
    assertThat(metrics()).contains("\"CanaryFailed\":0");
  }

  @ParameterizedTest
  @CsvSource({
    "POST /images,500,POST /images failed for 58 s: the answer was 500",
    "POST /images,403,POST /images failed for 58 s: the answer was 403",
    "PUT /original,503,The upload of the original failed for 58 s: the storage answered 503",
    "GET /images,503,is ready failed for",
    "GET /public,403,the answer was 403",
    "DELETE /images,500,DELETE /images/01JD2Z6K7M8N9PQRSTVWXYZ012 failed for"
  })
  void aStepThatKeepsFailingFailsTheDeploymentAndIsNamed(String call, int status, String reason)
      throws Exception {
    platform.statuses.put(call, status);
    assertThat(failure("Create")).contains(reason, "/tintype/shop");
    assertThat(metrics()).contains("\"CanaryFailed\":1");
  }

  @Test
  void aStepThatFailsAtFirstIsTriedAgain() throws Exception {
    platform.statuses.put("POST /images", 503);
    Thread.ofVirtual()
        .start(() -> {
          while (platform.calls.stream().filter("POST /images"::equals).count() < 3) {
            Thread.onSpinWait();
          }
          platform.statuses.clear();
        });
    assertThat(hourly()).isTrue();
  }

  @Test
  void anImageThatNeverBecomesReadyFailsTheDeploymentAndIsErased() throws Exception {
    platform.states = List.of("queued");
    platform.workerTakes = false;
    assertThat(failure("Create"))
        .contains("Waiting until image " + FakePlatform.ID, "its state is queued. The logs");
    assertThat(platform.direct).hasSizeBetween(3, 5);
    assertThat(platform.calls).contains("DELETE /images/" + FakePlatform.ID);
    assertThat(Duration.between(Instant.parse("2026-11-23T10:00:00Z"), clock.instant()))
        .isLessThan(MINUTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"awaiting_upload", "queued"})
  void anImageThatWaitsBehindOthersForAMinuteIsProcessedPastTheQueue(String state)
      throws Exception {
    platform.states = List.of(state);
    platform.workerFailures = 2;
    assertThat(handle(request("Update"), MINUTES)).isTrue();
    assertThat(answer().text("Status")).isEqualTo("SUCCESS");
    assertThat(platform.direct).hasSize(3);
    JsonObject record = platform.direct.getFirst().objects("Records").getFirst();
    assertThat(record.object("attributes").text("ApproximateReceiveCount")).isEqualTo("1");
    assertThat(Message.parse(record.text("body")))
        .isEqualTo(
            new Message(new ImageId(FakePlatform.ID), new Version(FakePlatform.VERSION), "upload"));
    assertThat(Duration.between(BEGAN, clock.instant()))
        .isBetween(Duration.ofSeconds(100), Duration.ofSeconds(110));
  }

  @Test
  void anImageThatAWorkerHoldsIsNotProcessedTwice() throws Exception {
    platform.states = List.of("processing");
    assertThat(failure("Create")).contains("its state is processing");
    assertThat(platform.direct).isEmpty();
  }

  @Test
  void aWorkerThatFailsPastTheQueueTooIsNamed() throws Exception {
    platform.states = List.of("queued");
    platform.statuses.put("POST /2015-03-31/functions/process:live", 429);
    assertThat(failure("Create"))
        .contains("its state is queued, and it could not be processed past the queue: Lambda: 429");
  }

  @Test
  void anImageThatFailsEndsTheRunAtOnce() throws Exception {
    platform.states = List.of("processing", "failed");
    assertThat(failure("Update")).contains("ended as failed: corrupt");
    assertThat(platform.calls).contains("DELETE /images/" + FakePlatform.ID);
  }

  @Test
  void aPublicFileWithOtherBytesFailsTheRun() throws Exception {
    platform.served = "other bytes";
    assertThat(failure("Create")).contains("160.webp has the digest", "the manifest says");
  }

  @Test
  void aManifestThatDiffersFromTheApiFailsTheRun() throws Exception {
    platform.told = "something else";
    assertThat(failure("Create")).contains("The manifest and the API differ");
  }

  @Test
  void aManifestOfAnotherImageOrWithoutVariantsFailsTheRun() throws Exception {
    platform.manifestImage = "01JD2Z6K7M8N9PQRSTVWXYZ013";
    assertThat(failure("Create")).contains("is of another image");
    answers.clear();
    platform.manifestImage = FakePlatform.ID;
    platform.noVariants = true;
    assertThat(failure("Create")).contains("lists no variant");
  }

  @Test
  void aSweeperThatFailsFailsTheRun() throws Exception {
    platform.sweepFails = true;
    assertThat(failure("Create")).contains("the sweeper failed");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502})
  void aSweepThatDoesNotStartFailsNothingOnceTheImageWasCompared(int status) throws Exception {
    platform.statuses.put("POST /2015-03-31/functions/sweep:live", status);
    assertThat(handle(request("Create"), MINUTES)).isTrue();
    assertThat(answer().text("Status")).isEqualTo("SUCCESS");
    assertThat(hourly()).isTrue();
    assertThat(platform.calls).contains("DELETE /images/" + FakePlatform.ID);
    assertThat(metrics()).doesNotContain("\"CanaryFailed\":1");
  }

  @Test
  void tooHighAConcurrencyFailsBeforeAnyImageAndNamesTheHighestValue() throws Exception {
    platform.executions = 9;
    assertThat(failure("Create"))
        .startsWith("MaxConcurrency is 3, and the highest value allowed is 2:");
    assertThat(platform.calls).doesNotContain("POST /images");
    answers.clear();
    platform.executions = 7;
    assertThat(failure("Create")).contains("needs at least 8");
    answers.clear();
    platform.statuses.put("GET /2016", 403);
    assertThat(failure("Create")).contains("GetAccountSettings", "403");
  }

  @Test
  void whileAStackIsRolledBackNothingCanFail() throws Exception {
    platform.stackStatus = "UPDATE_ROLLBACK_IN_PROGRESS";
    platform.statusFailures = 3;
    platform.executions = 1;
    assertThat(handle(request("Update"), MINUTES)).isTrue();
    assertThat(answer().text("Status")).isEqualTo("SUCCESS");
    assertThat(answer().object("Data").text("Sandbox")).contains("rolled back");
    assertThat(platform.calls).doesNotContain("POST /images");
  }

  @Test
  void withoutAStatusOfTheStackAnUpdateIsChecked() throws Exception {
    platform.stackStatus = "UPDATE_IN_PROGRESS";
    assertThat(handle(request("Update"), MINUTES)).isTrue();
    answers.clear();
    platform.statuses.put("POST /", 500);
    assertThat(failure("Update")).contains("POST /images failed");
  }

  @Test
  void aDeleteSucceedsAtOnceAndKeepsTheName() throws Exception {
    ObjectNode delete = request("Delete").put("PhysicalResourceId", "tintype-canary");
    assertThat(handle(delete, MINUTES)).isTrue();
    assertThat(answer().text("Status")).isEqualTo("SUCCESS");
    assertThat(answer().text("PhysicalResourceId")).isEqualTo("tintype-canary");
    assertThat(platform.calls).isEmpty();
  }

  @Test
  void aPlatformThatHangsIsAnsweredBeforeTheFunctionEnds() throws Exception {
    platform.hangMillis = 30_000;
    assertThat(handle(request("Create"), Duration.ofSeconds(22))).isFalse();
    assertThat(answer().text("Reason")).contains("did not end within 2 s");
  }

  @Test
  void anAnswerThatIsRefusedIsSentAgain() throws Exception {
    refusals = 2;
    assertThat(handle(request("Delete"), MINUTES)).isTrue();
    assertThat(answer().text("Status")).isEqualTo("SUCCESS");
  }

  @Test
  void anAnswerThatNobodyTakesFailsTheFunction() {
    slow = 3_000;
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> handle(request("Delete"), MINUTES));
  }

  @Test
  void aRequestWithoutPropertiesOrWithAnUnknownTypeFailsReadably() throws Exception {
    ObjectNode bare = request("Create");
    bare.remove("ResourceProperties");
    assertThat(handle(bare, MINUTES)).isFalse();
    assertThat(answer().text("Reason")).contains("MaxConcurrency is missing");
    answers.clear();
    assertThat(failure("Upsert")).contains("Unknown RequestType: Upsert");
    answers.clear();
    ObjectNode words = request("Create");
    ((ObjectNode) words.get("ResourceProperties")).put("MaxConcurrency", "three");
    assertThat(handle(words, MINUTES)).isFalse();
    assertThat(answer().text("Reason")).contains("not a number: three");
  }

  @Test
  void anEventThatNamesNoPlaceForTheAnswerIsAnError() {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> handle(Json.object().put("RequestType", "Create"), MINUTES));
    ObjectNode noUrl = request("Create").put("ResponseURL", "a b");
    assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> handle(noUrl, MINUTES));
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() ->
            handler()
                .handleRequest(
                    new ByteArrayInputStream("[]".getBytes(StandardCharsets.UTF_8)),
                    new ByteArrayOutputStream(),
                    remaining(MINUTES)));
  }

  @Test
  void aSandboxThatCannotBeAskedIsUnknownAndFailsNothing() throws Exception {
    platform.describes = "{}";
    assertThat(handle(request("Create"), MINUTES)).isTrue();
    assertThat(answer().object("Data").text("Sandbox")).startsWith("unknown");
  }

  @Test
  void aReasonIsCutToWhatCloudFormationTakes() {
    CustomResource request = CustomResource.read(new JsonObject("", request("Create")));
    byte[] json = request.json(new CustomResource.Answer.Failed("€".repeat(5_000)));
    assertThat(json.length).isLessThan(4096);
  }
}
