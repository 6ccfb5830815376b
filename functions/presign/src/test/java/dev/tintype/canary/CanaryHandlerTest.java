package dev.tintype.canary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.port.Message;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What one run checks.
@Timeout(120)
class CanaryHandlerTest extends CanaryRig {

  CanaryHandlerTest() throws IOException {}

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
            "POST " + FakePlatform.UPLOADED,
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
    "POST /images/,409,/uploaded failed for 58 s: the answer was 409",
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
  void bulkWorkAndUploadsTogetherLeaveExecutionsToTheApi() throws Exception {
    ObjectNode request = request("Create");
    ((ObjectNode) request.get("ResourceProperties")).put("BulkConcurrency", "2");
    platform.executions = 13;
    assertThat(handle(request, MINUTES)).isFalse();
    assertThat(answer().text("Reason"))
        .startsWith(
            "BulkConcurrency is 2, and together with MaxConcurrency, which is 3, the highest value allowed is 4:");
    assertThat(platform.calls).doesNotContain("POST /images");
    answers.clear();
    platform.executions = 14;
    assertThat(handle(request, MINUTES)).isTrue();
    assertThat(answer().text("Status")).isEqualTo("SUCCESS");
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
}
