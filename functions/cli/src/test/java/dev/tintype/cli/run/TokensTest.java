package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Client.Answer;
import dev.tintype.cli.harness.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens that are managed through the API.
class TokensTest {

  @TempDir private Path folder;

  private static Answer create(Client client, String scope)
      throws IOException, InterruptedException {
    return client.call(
        "POST",
        "/tokens",
        "{\"label\":\"web shop\",\"scopes\":[\"" + scope + "\"]}",
        "content-type",
        "application/json");
  }

  @Test
  void aCreatedTokenIsValidUntilItIsRevoked() throws Exception {
    try (TestServer server = TestServer.in(folder).start();
        Client run = server.client()) {
      JsonNode admin = create(run, "server:admin").json();
      JsonNode reader = create(run, "images:read").json();
      Client asAdmin = run.withToken(admin.path("token").asText());
      Client asReader = run.withToken(reader.path("token").asText());
      assertThat(asReader.get("/images").status()).isEqualTo(200);
      assertThat(asReader.get("/tokens").status()).isEqualTo(403);
      assertThat(create(asReader, "images:read").status()).isEqualTo(403);
      assertThat(create(asAdmin, "images:read").problem()).isEqualTo("forbidden");
      JsonNode listed = asAdmin.get("/tokens").json().path("tokens");
      assertThat(listed).hasSize(2);
      assertThat(listed.get(0).path("current").asBoolean()).isTrue();
      assertThat(listed.toString()).doesNotContain(reader.path("token").asText().substring(16));
      String path = "/tokens/" + reader.path("id").asText();
      assertThat(asAdmin.call("DELETE", path, "").status()).isEqualTo(200);
      assertThat(asReader.get("/images").status()).isEqualTo(401);
      Answer last = run.call("DELETE", "/tokens/" + admin.path("id").asText(), "");
      assertThat(last.problem()).isEqualTo("last-admin-token");
      assertThat(asAdmin.get("/tokens").status()).isEqualTo(200);
    }
  }
}
