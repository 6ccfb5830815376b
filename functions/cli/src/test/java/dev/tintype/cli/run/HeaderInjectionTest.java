package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.RawHttp;
import dev.tintype.cli.harness.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sends line breaks in every encoding and at every place of a request. None may become a header or
/// a second answer.
class HeaderInjectionTest {

  @TempDir private static Path folder;

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.in(folder).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%0d%0a", "%0a", "%0D", "%E5%98%8D%E5%98%8A", "%00", "\t"})
  void lineBreaksInARequestDoNotSplitTheAnswer(String lineEnd) throws Exception {
    String injected = lineEnd + "set-cookie:injected=1" + lineEnd + lineEnd + "HTTP/1.1 200 OK";
    String token = "authorization: Bearer " + server.machine().token() + "\r\n";
    for (String path :
        new String[] {
          "/images/" + injected,
          "/images?cursor=" + injected,
          "/images?state=" + injected,
          "/files/" + injected,
          "/upload/" + injected,
          "/download/" + injected,
          "/" + injected
        }) {
      assertHarmless("GET " + path + " HTTP/1.1\r\nhost: x\r\n" + token, path);
    }
    assertHarmless("GET /images HTTP/1.1\r\nhost: " + injected + "\r\n" + token, "host");
    assertHarmless(
        "POST /images HTTP/1.1\r\nhost: x\r\nidempotency-key: "
            + injected
            + "\r\ncontent-length: 0\r\n"
            + token,
        "idempotency-key");
    assertHarmless(
        "GET /images HTTP/1.1\r\nhost: x\r\nif-none-match: \"" + injected + "\"\r\n" + token,
        "if-none-match");
  }

  private static void assertHarmless(String head, String where) throws Exception {
    Client client = server.client();
    try (RawHttp raw = new RawHttp(client.url())) {
      String answer = raw.say(head + "connection: close\r\n\r\n").heard();
      String headers = answer.substring(0, Math.max(0, answer.indexOf("\r\n\r\n")));
      assertThat(answer).as(where).startsWith("HTTP/1.1 ");
      assertThat(headers.toLowerCase(java.util.Locale.ROOT))
          .as(where)
          .doesNotContain("\nset-cookie")
          .doesNotContain("\rset-cookie");
      assertThat(headers.lines().filter(line -> line.startsWith("HTTP/"))).as(where).hasSize(1);
    }
  }
}
