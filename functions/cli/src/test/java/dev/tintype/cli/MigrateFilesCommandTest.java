package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.core.json.Json;
import dev.tintype.s3.emulator.EmbeddedS3;
import dev.tintype.s3.emulator.EmulatedS3;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/// `tintype migrate files` as a process, beside a running server.
class MigrateFilesCommandTest {

  @TempDir private Path folder;

  private final EmulatedS3 s3 = new EmulatedS3(EmbeddedS3.start());
  private final String originals = s3.newBucket();
  private final String variants = s3.newBucket();
  private final String address =
      "s3://" + originals + "," + variants + "?endpoint=" + s3.endpoint();

  private record Ran(int status, List<JsonNode> lines, String errors) {
    JsonNode event(String name) {
      return lines.stream()
          .filter(line -> line.path("event").asText().equals(name))
          .findFirst()
          .orElseThrow(() -> new AssertionError(lines + errors));
    }
  }

  private Map<String, String> settings(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("TINTYPE_WORKERS", "1");
    all.put("AWS_ACCESS_KEY_ID", EmulatedS3.KEY);
    all.put("AWS_SECRET_ACCESS_KEY", EmulatedS3.KEY);
    return all;
  }

  private Ran files(Map<String, String> more, String... words) throws Exception {
    List<String> all =
        new ArrayList<>(
            ServeProcess.command(
                "migrate", "files", "--json", "--data", folder.resolve("data").toString()));
    all.addAll(List.of(words));
    Path errors = folder.resolve("files.log");
    ProcessBuilder builder = new ProcessBuilder(all).redirectError(errors.toFile());
    builder.environment().putAll(settings(more));
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ran(
        process.exitValue(),
        out.lines().<JsonNode>map(line -> Json.parse(line).node()).toList(),
        Files.readString(errors));
  }

  private ServeProcess serve(Map<String, String> more) throws Exception {
    return ServeProcess.start(folder.resolve("data"), settings(more));
  }

  private String otherAddress() {
    return "s3://" + s3.newBucket() + "," + s3.newBucket() + "?endpoint=" + s3.endpoint();
  }

  private List<String> keys(String bucket) {
    return s3.s3().listObjectsV2(r -> r.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private void everyVariantIsServed(Client client, String id) throws Exception {
    JsonNode all = client.get("/images/" + id).json().path("variants");
    assertThat(all).isNotEmpty();
    for (JsonNode variant : all) {
      assertThat(client.get(variant.path("url").asText()).status()).isEqualTo(200);
    }
  }

  @Test
  void aServersFilesAreMovedWhileItRunsAndBackAgain() throws Exception {
    Map<String, String> both = Map.of("TINTYPE_STORAGE_NEXT", address);
    String first;
    String second;
    try (ServeProcess server = serve(both)) {
      Client client = server.client();
      first = client.upload(Photos.jpeg(80, 60, 1), "image/jpeg");
      client.ended(first);
      assertThat(files(both, "--plan").event("plan").path("phase").asText()).isEqualTo("off");
      Ran moved = files(both);
      assertThat(moved.status()).as(moved.toString()).isZero();
      assertThat(moved.event("copied").path("wrong").asInt()).isZero();
      assertThat(keys(originals)).hasSize(1);
      byte[] photo = Photos.jpeg(80, 60, 2);
      JsonNode started = client.start(photo, "image/jpeg").json();
      assertThat(started.path("upload").path("url").asText()).startsWith(s3.endpoint().toString());
      assertThat(client.put(started, photo).status()).isEqualTo(200);
      second = started.path("id").asText();
      client.ended(second);
      everyVariantIsServed(client, first);
      everyVariantIsServed(client, second);
      assertThat(files(both, "--verify").event("compared").path("wrong").asInt()).isZero();
      Ran finished = files(both, "--finish");
      assertThat(finished.status()).as(finished.toString()).isZero();
      assertThat(finished.event("finished").path("settings").path("TINTYPE_STORAGE").asText())
          .isEqualTo(address);
      everyVariantIsServed(client, first);
      Ran late = files(both, "--verify");
      assertThat(late.status()).as(late.toString()).isEqualTo(ExitCode.USAGE);
      assertThat(late.errors()).contains("No move from");
    }
    assertThatThrownBy(() -> serve(Map.of()).close())
        .hasMessageContaining("The files were moved to s3://");
    try (ServeProcess server = serve(Map.of("TINTYPE_STORAGE", address))) {
      everyVariantIsServed(server.client(), first);
      everyVariantIsServed(server.client(), second);
    }
    try (ServeProcess server = serve(both)) {
      assertThat(files(both, "--back").status()).isZero();
      Ran back = files(both, "--back", "--finish");
      assertThat(back.status()).as(back.toString()).isZero();
      everyVariantIsServed(server.client(), second);
    }
    try (ServeProcess server = serve(Map.of())) {
      everyVariantIsServed(server.client(), first);
      everyVariantIsServed(server.client(), second);
    }
  }

  @Test
  void aServerThatDoesNotKnowTheNewStorageIsNamed() throws Exception {
    Map<String, String> both = Map.of("TINTYPE_STORAGE_NEXT", address);
    try (ServeProcess server = serve(Map.of())) {
      assertThat(server.client().get("/healthz").status()).isEqualTo(200);
      Ran refused = files(both);
      assertThat(refused.status()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.errors()).contains("does not know both storages");
    }
    assertThat(keys(originals)).isEmpty();
    assertThat(files(Map.of()).errors()).contains("TINTYPE_STORAGE_NEXT must name");
    Map<String, String> twoStores =
        Map.of("TINTYPE_STORAGE", address, "TINTYPE_STORAGE_NEXT", otherAddress());
    assertThat(files(twoStores, "--plan").errors()).contains("from one S3 store to another");
    assertThat(files(both, "--plan", "--finish").status()).isEqualTo(ExitCode.USAGE);
  }
}
