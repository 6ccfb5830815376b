package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.cli.harness.Tree;
import dev.tintype.core.SmallRecipe;
import dev.tintype.core.json.Json;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.server.settings.RecipeBook;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    server =
        ServeProcess.start(
            folder.resolve("data"),
            Map.of("TINTYPE_WORKERS", "1", "TINTYPE_TRUSTED_PROXIES", "127.0.0.1"));
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
    return runUnder(List.of(), environment, List.of(arguments));
  }

  private static Ran runUnder(
      List<String> words, Map<String, String> environment, List<String> arguments)
      throws Exception {
    List<String> command = new ArrayList<>(words);
    command.addAll(ServeProcess.command(arguments.toArray(String[]::new)));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
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
    assertThat(list.out()).contains(token.path("id").asText());
    assertThat(list.out()).doesNotContain(text.substring(text.lastIndexOf('_')));
    Ran revoked =
        run(Map.of(), "token", "revoke", token.path("id").asText(), "--data", data() + "");
    assertThat(revoked.status()).isEqualTo(ExitCode.OK);
    assertThat(server.client().withToken(text).get("/images").status()).isEqualTo(401);
  }

  @Test
  void theLogContainsNoSecrets() throws Exception {
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
  void theLogNamesTheClientBehindATrustedProxy() throws Exception {
    server.client().get("/recipes", "x-forwarded-for", "192.0.2.9, 192.0.2.7");
    Eventually.holds(
        "the client is logged",
        () ->
            Files.readString(server.log())
                .lines()
                .anyMatch(line -> line.contains("/recipes") && line.contains("client=192.0.2.7 ")));
  }

  @Test
  void aDataFolderHasOnlyOneServer() throws Exception {
    Ran second = run(Map.of(), "serve", "--port", "0", "--data", data().toString());
    assertThat(second.status()).isEqualTo(ExitCode.USAGE);
    assertThat(second.err()).contains("Another server runs on the data folder");
  }

  @Test
  void withoutASandboxOnlyLoopbackIsAllowed() throws Exception {
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
  void wrongSettingsAreReportedAndNothingStarts() throws Exception {
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
    assertThat(token.err()).contains("does not accept the token");
  }

  @Test
  void anUnusableAddressIsReportedInOneSentence() throws Exception {
    String taken = Integer.toString(server.client().url().getPort());
    assertRefusedInOneSentence(
        serve("busy", "--port", taken),
        "Port " + taken + " of 127.0.0.1 is taken by another program: choose another, or 0");
    // https://www.rfc-editor.org/rfc/rfc5737: no machine has this address.
    assertRefusedInOneSentence(
        serve("busy", "--port", "0", "--host", "192.0.2.1"),
        "192.0.2.1 is no address of this machine");
  }

  @Test
  void aPrivilegedPortIsReportedInOneSentence() throws Exception {
    Path lowest = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    int free;
    try (InputStream in = Files.newInputStream(lowest)) {
      free = Integer.parseInt(new String(in.readNBytes(16), StandardCharsets.UTF_8).strip());
    }
    List<String> words = new ArrayList<>(List.of("timeout", "30"));
    if (System.getProperty("user.name").equals("root")) {
      words.addAll(List.of("setpriv", "--bounding-set", "-net_bind_service", "--inh-caps", "-all"));
    }
    Ran low =
        runUnder(
            words,
            Map.of(),
            List.of("serve", "--port", "1", "--data", folder.resolve("low").toString()));
    if (free > 1) {
      assertRefusedInOneSentence(low, "Port 1 is for privileged programs: take one from " + free);
    } else {
      // Every port is allowed here, so the server runs until the timeout ends it.
      assertThat(low.err()).doesNotContain("privileged");
    }
  }

  private Ran serve(String data, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("serve"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--data", folder.resolve(data).toString()));
    return run(Map.of(), arguments.toArray(String[]::new));
  }

  private static void assertRefusedInOneSentence(Ran ran, String sentence) {
    assertThat(ran.status()).as(ran.err()).isEqualTo(ExitCode.USAGE);
    List<String> said = ran.err().lines().filter(line -> !line.contains(" INFO ")).toList();
    assertThat(said).hasSize(1);
    assertThat(said.getFirst()).startsWith("tintype: ").contains(sentence);
  }

  @Test
  void theFirstTokenIsCreatedWhenTheServerListensAndCanBeReset() throws Exception {
    Path data = folder.resolve("first");
    serve("first", "--port", Integer.toString(server.client().url().getPort()));
    assertThat(run(Map.of(), "token", "list", "--data", data.toString()).out()).isEmpty();
    Path out = folder.resolve("first.txt");
    Process first =
        new ProcessBuilder(ServeProcess.command("serve", "--port", "0", "--data", data.toString()))
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("first.log").toFile())
            .start();
    try {
      Eventually.holds("the token is shown", () -> Files.readString(out).contains("--admin"));
      String said = Files.readString(out);
      String lost = said.replaceFirst("(?s).*stores its hash\\): (tt_\\S+).*", "$1");
      URI url = URI.create(said.replaceFirst("(?s).* at (http:\\S+)\n.*", "$1"));
      try (Client client = new Client(url, lost)) {
        assertThat(client.get("/images").status()).isEqualTo(200);
        String ci =
            run(Map.of(), "token", "create", "--label", "ci", "--data", data.toString()).out();
        assertThat(client.get("/tokens").status()).isEqualTo(200);
        assertThat(client.withToken(ci.strip()).get("/tokens").status()).isEqualTo(403);
        assertThat(
                run(Map.of(), "token", "create", "--label", "a\tb", "--data", data.toString())
                    .err())
            .contains("no control characters");
        String former =
            run(Map.of(), "token", "create", "--label", "admin", "--data", data.toString()).out();
        Ran reset = run(Map.of(), "token", "reset", "--admin", "--data", data.toString());
        assertThat(reset.status()).as(reset.err()).isEqualTo(ExitCode.OK);
        assertThat(reset.err())
            .contains("revoked " + lost.substring(3, 15), "revoked " + former.substring(3, 15))
            .hasLineCount(2);
        assertThat(client.get("/images").status()).isEqualTo(401);
        assertThat(client.withToken(reset.out().strip()).get("/images").status()).isEqualTo(200);
        assertThat(client.withToken(ci.strip()).get("/images").status()).isEqualTo(200);
      }
    } finally {
      first.destroy();
      first.waitFor();
    }
    Ran again = run(Map.of(), "token", "list", "--data", data.toString(), "--json");
    assertThat(again.lines()).hasSize(4);
  }

  @Test
  void aStartWithJsonOutputCreatesNoToken() throws Exception {
    assertThat(run(Map.of(), "token", "list", "--data", data().toString()).out())
        .doesNotContain("  admin  ");
  }

  @Test
  void commandsDoNotCreateAMissingDataFolder() throws Exception {
    Path none = folder.resolve("not-there");
    for (List<String> command :
        List.of(
            List.of("verify"),
            List.of("verify", "--repair"),
            List.of("sweep"),
            List.of("token", "create"),
            List.of("token", "list"),
            List.of("token", "revoke", "b919bbda8f3b"),
            List.of("token", "reset", "--admin"),
            List.of("redrive", "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
            List.of("reprocess"),
            List.of("worker"))) {
      List<String> words = new ArrayList<>(command);
      words.addAll(List.of("--data", none.toString()));
      assertRefusedInOneSentence(
          run(Map.of(), words.toArray(String[]::new)), none + " does not exist: --data must name");
      assertThat(none).doesNotExist();
    }
    Path other = Files.createDirectory(folder.resolve("other"));
    assertRefusedInOneSentence(
        run(Map.of(), "verify", "--data", other.toString()), other + " is not a data folder");
    assertThat(other).isEmptyDirectory();
  }

  @Test
  void anUnusableDataFolderIsReportedInOneSentence() throws Exception {
    Files.writeString(folder.resolve("file"), "no folder");
    assertRefusedInOneSentence(serve("file", "--port", "0"), "exists and is not a folder");
    assertRefusedInOneSentence(serve("file/inside", "--port", "0"), "cannot be used: ");
    Path garbage = Files.createDirectory(folder.resolve("garbage"));
    Files.writeString(garbage.resolve("tintype.db"), "no database".repeat(1_000));
    for (List<String> command : List.of(List.of("serve", "--port", "0"), List.of("verify"))) {
      List<String> words = new ArrayList<>(command);
      words.addAll(List.of("--data", garbage.toString()));
      Ran ran = run(Map.of(), words.toArray(String[]::new));
      assertThat(ran.status()).as(ran.err()).isNotZero();
      assertThat(ran.err()).startsWith("tintype: ").hasLineCount(1).doesNotContain("Exception");
    }
  }

  @Test
  void theOutputOfGetRecipesCanBeReadBack() throws Exception {
    Path printed = folder.resolve("printed.json");
    Files.write(printed, server.client().get("/recipes").body());
    RecipeBook book = RecipeBook.read(Optional.of(printed));
    assertThat(book.find("small")).isEqualTo(SmallRecipe.SMALL);
    assertThat(book.standard()).isEqualTo(Recipes.DEFAULT);
    assertThat(book.find(printed.toString())).isEqualTo(Recipes.DEFAULT);
  }

  @Test
  void sweepAndRedriveReportWhatTheyDid() throws Exception {
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
