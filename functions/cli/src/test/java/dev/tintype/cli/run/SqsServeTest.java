package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.s3.emulator.EmbeddedS3;
import dev.tintype.s3.emulator.EmulatedS3;
import dev.tintype.sqs.emulator.EmbeddedSqs;
import dev.tintype.sqs.emulator.EmulatedSqs;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The server and its worker with the queue in SQS, where the S3 store announces uploads as well.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqsServeTest {

  @TempDir private static Path folder;

  private final EmulatedS3 s3 = new EmulatedS3(EmbeddedS3.start());
  private final EmulatedSqs sqs = new EmulatedSqs(EmbeddedSqs.start());
  private final String originals = s3.newBucket();
  private final Map<String, String> environment =
      Map.of(
          "TINTYPE_STORAGE",
          "s3://%s,%s?endpoint=%s".formatted(originals, s3.newBucket(), s3.endpoint()),
          "TINTYPE_QUEUE",
          sqs.address("jobs"),
          "TINTYPE_WORKERS",
          "1",
          "AWS_ACCESS_KEY_ID",
          EmulatedS3.KEY,
          "AWS_SECRET_ACCESS_KEY",
          EmulatedS3.KEY);

  private ServeProcess server;

  @BeforeAll
  void serve() throws Exception {
    assertThat(said("queue", "init")).contains("The queue jobs was made.");
    server = ServeProcess.start(data(), environment);
  }

  private static Path data() {
    return folder.resolve("data");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private String said(String... arguments) throws IOException, InterruptedException {
    Path log = folder.resolve("commands.log");
    ProcessBuilder builder =
        new ProcessBuilder(ServeProcess.command(arguments))
            .redirectError(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text + Files.readString(log)).isZero();
    return text;
  }

  private JsonNode put(int number) throws Exception {
    Client client = server.client();
    byte[] original = Photos.jpeg(60, 40, number);
    JsonNode started = client.start(original, "image/jpeg").json();
    assertThat(client.put(started, original).status()).isEqualTo(200);
    return started;
  }

  private String key(JsonNode started) {
    String prefix = "originals/" + started.path("id").asText() + "/";
    return s3.s3()
        .listObjectsV2(r -> r.bucket(originals).prefix(prefix))
        .contents()
        .getFirst()
        .key();
  }

  private void announce(JsonNode started, UnaryOperator<String> passedOn) {
    String event =
        """
        {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1",\
        "eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"%s"},"object":{"key":"%s"}}}]}\
        """
            .formatted(originals, key(started));
    sqs.sqs()
        .sendMessage(r ->
            r.queueUrl(sqs.sqs().getQueueUrl(q -> q.queueName("jobs")).queueUrl())
                .messageBody(passedOn.apply(event)));
  }

  private void assertReady(JsonNode started) throws Exception {
    JsonNode image = server.client().ended(started.path("id").asText());
    assertThat(image.path("state").asText()).as(image.toString()).isEqualTo("ready");
  }

  /// The server looks for uploads itself, so an image is made without its event, too. An event that
  /// nobody understands is a dead letter.
  private void assertEventIsUnderstood() throws Exception {
    Eventually.holds(
        "the event is answered",
        () -> {
          JsonObject depth =
              Json.parse(said("queue", "show", "--json", "--data", data().toString()));
          return depth.integer("visible", 0, 9) + depth.integer("hidden", 0, 9) == 0;
        });
    assertThat(Files.readString(server.log())).doesNotContain("event=receive.unreadable");
  }

  @Test
  void anUploadThatTheClientAnnouncesIsMade() throws Exception {
    JsonNode started = put(1);
    String uploaded = started.path("links").path("uploaded").asText();
    assertThat(server.client().call("POST", uploaded, "").status()).isEqualTo(202);
    assertReady(started);
  }

  @Test
  void anUploadThatS3AnnouncesInTheQueueIsMade() throws Exception {
    JsonNode started = put(2);
    announce(started, event -> event);
    assertReady(started);
    assertEventIsUnderstood();
  }

  @Test
  void anUploadThatS3AnnouncesThroughSnsIsMade() throws Exception {
    JsonNode started = put(3);
    announce(
        started,
        event ->
            Json.write(
                Json.object()
                    .put("Type", "Notification")
                    .put("TopicArn", "arn:aws:sns:us-east-1:123456789012:uploads")
                    .put("Message", event)));
    assertReady(started);
    assertEventIsUnderstood();
  }

  @Test
  void doctorTellsOfTheQueues() throws Exception {
    assertThat(said("doctor", "--scratch", folder.toString()))
        .contains("SQS queue jobs: about ", "SQS queue jobs-bulk: about ");
  }
}
