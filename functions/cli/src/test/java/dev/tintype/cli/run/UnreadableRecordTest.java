package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The data folder holds one record of a newer release. The server keeps running, reports the
/// number of unreadable records, and refuses only requests about this one.
class UnreadableRecordTest {

  @TempDir private Path folder;

  /// Makes a version due, and changes its record to that of a newer release.
  private void spoil(String id) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("tintype.db"));
        PreparedStatement statement =
            connection.prepareStatement(
                "UPDATE versions SET due_at = 1, record = replace(record, '\"v\":1', '\"v\":2')"
                    + " WHERE image_id = ?")) {
      statement.setString(1, id);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  private static String start(Client client, int photo) throws Exception {
    return client.start(Photos.jpeg(60, 50, photo), "image/jpeg").json().path("id").asText();
  }

  private List<JsonNode> verify() throws Exception {
    List<String> words =
        new ArrayList<>(ServeProcess.command("verify", "--json", "--data", folder.toString()));
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(5);
    return out.lines().<JsonNode>map(line -> Json.parse(line).node()).toList();
  }

  @Test
  void theServerKeepsRunningAndReportsUnreadableRecords() throws Exception {
    try (TestServer server = TestServer.in(folder).start()) {
      Client client = server.client();
      String spoiled = start(client, 1);
      String other = start(client, 2);
      spoil(spoiled);
      Eventually.holds(
          "the sweeper counted it",
          () ->
              new String(client.get("/metrics").body(), StandardCharsets.UTF_8)
                  .contains("tintype_unreadable_records 1"));
      assertThat(client.get("/readyz").status()).isEqualTo(200);
      assertThat(client.get("/images/" + spoiled).status()).isEqualTo(500);
      assertThat(client.get("/images/" + spoiled).problem()).isEqualTo("unreadable-record");
      assertThat(client.get("/images/" + other).status()).isEqualTo(200);
      for (String list : List.of("/images", "/images?state=awaiting_upload")) {
        JsonNode listed = client.get(list).json();
        assertThat(listed.path("images").findValuesAsText("id")).containsExactly(other);
        assertThat(listed.path("unreadable").toString()).isEqualTo("[\"" + spoiled + "\"]");
      }
      assertThat(verify().getFirst().path("damage").asText()).isEqualTo("unreadable");
      assertThat(verify().getFirst().path("key").asText()).startsWith(spoiled + "/");
    }
  }
}
