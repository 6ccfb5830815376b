package dev.tintype.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.core.json.Json;
import dev.tintype.server.harness.Eventually;
import dev.tintype.server.harness.Photos;
import dev.tintype.server.harness.ServeProcess;
import dev.tintype.server.harness.Tree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of a server, as processes.
class ServeCommandTest {

  @TempDir private static Path folder;

  private static ServeProcess server;

  @BeforeAll
  static void start() throws Exception {
    server = ServeProcess.start(folder.resolve("data"), Map.of("TINTYPE_WORKERS", "1"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Ran(int status, String out, String err) {
    List<JsonNode> lines() {
      return out.lines().<JsonNode>map(line -> Json.parse(line).node()).toList();
    }
  }

  private static Ran run(Map<String, String> environment, String... arguments) throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(ServeProcess.command(arguments))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("TINTYPE_URL", server.client().url().toString());
    builder.environment().put("TINTYPE_TOKEN", server.token());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it does not end: " + Files.readString(err));
    }
    return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static Path data() {
    return folder.resolve("data");
  }

  @Test
  void aFolderIsUploadedAndTheSameCommandAgainUploadsNothing() throws Exception {
    Path photos = folder.resolve("photos");
    Path inner = Files.createDirectories(photos.resolve("inner"));
    for (int i = 0; i < 6; i++) {
      Files.write(inner.resolve(i + ".jpg"), Photos.jpeg(60, 40, 100 + i));
    }
    Files.write(photos.resolve("text.txt"), "text".getBytes(StandardCharsets.UTF_8));
    Files.write(photos.resolve("cut.jpg"), Photos.truncated(120));
    String[] command = {"upload", photos.toString(), "--recipe", "small", "--json"};
    Ran first = run(Map.of(), command);
    assertThat(first.status()).as(first.err()).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(first.lines()).hasSize(8);
    assertThat(states(first, "ready")).hasSize(6);
    assertThat(first.lines())
        .filteredOn(line -> line.path("state").asText().equals("failed"))
        .extracting(line -> line.path("reason").asText())
        .containsExactlyInAnyOrder("unsupported_format", "truncated");
    Ran second = run(Map.of(), command);
    assertThat(states(second, "ready")).containsExactlyInAnyOrderElementsOf(states(first, "ready"));
    assertThat(second.lines())
        .filteredOn(line -> line.has("id"))
        .allMatch(line -> line.path("before").asBoolean());
    assertThat(Tree.files(data().resolve("private/originals"))).hasSize(7);
    Ran status = run(Map.of(), "status", states(first, "ready").getFirst());
    assertThat(status.out()).startsWith("ready ");
  }

  private static List<String> states(Ran ran, String state) {
    List<String> ids = new ArrayList<>();
    for (JsonNode line : ran.lines()) {
      if (line.path("state").asText().equals(state)) {
        ids.add(line.path("id").asText());
      }
    }
    return ids;
  }

  @Test
  void aTokenIsShownOnceListedWithoutItsTextAndRevokedAtOnce() throws Exception {
    Ran created =
        run(Map.of(), "token", "create", "--data", data() + "", "--scope", "images:read", "--json");
    JsonNode token = created.lines().getFirst();
    String text = token.path("token").asText();
    assertThat(server.client().withToken(text).get("/images").status()).isEqualTo(200);
    Ran list = run(Map.of(), "token", "list", "--data", data().toString());
    assertThat(list.out()).contains(token.path("id").asText()).contains("admin");
    assertThat(list.out()).doesNotContain(text.substring(text.lastIndexOf('_')));
    Ran revoked =
        run(Map.of(), "token", "revoke", token.path("id").asText(), "--data", data() + "");
    assertThat(revoked.status()).isEqualTo(ExitCode.OK);
    assertThat(server.client().withToken(text).get("/images").status()).isEqualTo(401);
  }

  @Test
  void noSecretIsInTheLog() throws Exception {
    server.client().get("/images?secret=hidden-value");
    Eventually.holds(
        "the request is logged",
        () ->
            Files.readString(server.log())
                .contains("event=http.request method=GET path=/images status=200"));
    String log = Files.readString(server.log());
    assertThat(log).doesNotContain(server.token()).doesNotContain("hidden-value");
    assertThat(log).doesNotContain("signature=");
  }

  @Test
  void oneFolderHasOneServer() throws Exception {
    Ran second = run(Map.of(), "serve", "--port", "0", "--data", data().toString());
    assertThat(second.status()).isEqualTo(ExitCode.USAGE);
    assertThat(second.err()).contains("Another server runs on the data folder");
  }

  @Test
  void withoutASandboxOnlyThisMachineIsServed() throws Exception {
    Ran open =
        run(
            Map.of("TINTYPE_SANDBOX", "off"),
            "serve",
            "--host",
            "0.0.0.0",
            "--port",
            "0",
            "--data",
            folder.resolve("open").toString());
    assertThat(open.status()).isEqualTo(ExitCode.USAGE);
    assertThat(open.err()).contains("TINTYPE_SANDBOX=off is refused");
  }

  @Test
  void wrongSettingsAreNamedAndNothingStarts() throws Exception {
    Ran secret =
        run(
            Map.of("TINTYPE_WEBHOOK_URL", "https://x.example/", "TINTYPE_WEBHOOK_SECRET", "hush"),
            "serve",
            "--data",
            folder.resolve("wrong").toString());
    assertThat(secret.status()).isEqualTo(ExitCode.USAGE);
    assertThat(secret.err()).contains("TINTYPE_WEBHOOK").doesNotContain("hush");
    Ran jobs = run(Map.of("TINTYPE_JOBS", "dynamodb://x"), "serve");
    assertThat(jobs.err()).contains("TINTYPE_JOBS");
    Ran token = run(Map.of("TINTYPE_TOKEN", "tt_no"), "status", "01ARZ3NDEKTSV4RRFFQ69G5FAV");
    assertThat(token.status()).isEqualTo(ExitCode.USAGE);
    assertThat(token.err()).contains("refuses the token");
  }

  @Test
  void sweepAndRedriveSayWhatTheyDid() throws Exception {
    Ran sweep = run(Map.of(), "sweep", "--data", data().toString(), "--json");
    assertThat(sweep.lines().getFirst().path("found").asInt()).isGreaterThanOrEqualTo(0);
    Ran none = run(Map.of(), "sweep", "--data", folder.resolve("nothing").toString());
    assertThat(none.status()).isEqualTo(ExitCode.USAGE);
    Ran redrive =
        run(Map.of(), "redrive", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "--data", data().toString());
    assertThat(redrive.status()).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(redrive.out()).contains("there is no such image");
  }
}
