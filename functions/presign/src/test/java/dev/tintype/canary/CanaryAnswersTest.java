package dev.tintype.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.StoreUnavailable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What CloudFormation is answered.
@Timeout(120)
class CanaryAnswersTest extends CanaryRig {

  CanaryAnswersTest() throws IOException {}

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
    answers.clear();
    ((ObjectNode) words.get("ResourceProperties"))
        .put("MaxConcurrency", "3")
        .put("BulkConcurrency", "many");
    assertThat(handle(words, MINUTES)).isFalse();
    assertThat(answer().text("Reason")).contains("BulkConcurrency is not a number: many");
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
