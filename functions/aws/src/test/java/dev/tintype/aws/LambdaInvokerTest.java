package dev.tintype.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// Calls of a function, received by a local server of the test.
class LambdaInvokerTest {

  private static final byte[] ORDER = "{\"v\":1}".getBytes(StandardCharsets.UTF_8);

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private volatile int status = 200;
  private volatile boolean failed;
  private final HttpServer server;
  private LambdaInvoker invoker;

  LambdaInvokerTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    invoker = invoker("tintype-render");
  }

  private LambdaInvoker invoker(String function) {
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    SignedHttp http =
        new SignedHttp(
            UrlConnectionHttpClient.create(),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")));
    return new LambdaInvoker(http, "eu-central-1", endpoint, function);
  }

  @BeforeEach
  void listen() {
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          heard.add(
              "%s %s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI().getPath(),
                      exchange.getRequestHeaders().getFirst("authorization"),
                      new String(body, StandardCharsets.UTF_8)));
          if (failed) {
            exchange.getResponseHeaders().add("X-Amz-Function-Error", "Unhandled");
          }
          byte[] answer = "{\"answer\":1}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theFunctionIsCalledAndItsAnswerReturned() throws Exception {
    LambdaInvoker.Invoked invoked = invoker.invoke(ORDER);
    assertThat(invoked.failed()).isFalse();
    assertThat(invoked.payload()).asString().isEqualTo("{\"answer\":1}");
    assertThat(heard.take())
        .startsWith("POST /2015-03-31/functions/tintype-render/invocations AWS4-HMAC-SHA256")
        .contains("/eu-central-1/lambda/aws4_request")
        .endsWith(" {\"v\":1}");
  }

  @Test
  void anAliasIsCalledByItsArn() throws Exception {
    invoker = invoker("arn:aws:lambda:eu-central-1:1:function:presign:live");
    assertThat(invoker.invoke(ORDER).failed()).isFalse();
    assertThat(heard.take())
        .startsWith(
            "POST /2015-03-31/functions/arn:aws:lambda:eu-central-1:1:function:presign:live/invocations");
  }

  @Test
  void anErrorOfTheFunctionIsReturnedAsFailed() {
    failed = true;
    assertThat(invoker.invoke(ORDER).failed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 413, 429, 500, 502, 503})
  void aRefusedCallIsUnavailableAndNotRepeated(int other) {
    status = other;
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> invoker.invoke(ORDER))
        .withMessageContaining(Integer.toString(other));
    assertThat(heard).hasSize(1);
  }

  @Test
  void withoutAConnectionItIsUnavailable() {
    server.stop(0);
    assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> invoker.invoke(ORDER));
  }
}
