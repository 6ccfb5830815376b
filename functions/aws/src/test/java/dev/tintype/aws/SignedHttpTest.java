package dev.tintype.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.EdgeCache.Answer;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.state.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The calls to EventBridge and CloudFront, received by a local server of the test.
class SignedHttpTest {

  private record Heard(String path, String target, String authorization, String body) {}

  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final SignedHttp http =
      new SignedHttp(
          UrlConnectionHttpClient.create(),
          StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")));
  private volatile int status = 200;
  private volatile String answer = "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"1\"}]}";
  private HttpServer server;

  SignedHttpTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void listen() {
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          heard.add(
              new Heard(
                  exchange.getRequestURI().getPath(),
                  String.valueOf(exchange.getRequestHeaders().getFirst("x-amz-target")),
                  String.valueOf(exchange.getRequestHeaders().getFirst("authorization")),
                  body));
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private Notifier.Answer tell() {
    Outcome outcome =
        new Outcome(
            "id-1",
            new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
            Optional.of(new Version("0123456789abcdef")),
            "image.ready",
            "{\"a\":1}",
            Instant.EPOCH,
            0,
            Instant.EPOCH);
    return new EventBridgeNotifier(http, "eu-central-1", endpoint(), "bus").tell(outcome);
  }

  @Test
  void anOutcomeIsSentToTheEventBus() throws Exception {
    assertThat(tell()).isInstanceOf(Notifier.Answer.Told.class);
    Heard call = heard.take();
    assertThat(call.target()).isEqualTo("AWSEvents.PutEvents");
    assertThat(call.authorization()).contains("/eu-central-1/events/aws4_request");
    assertThat(call.body())
        .contains("\"DetailType\":\"image.ready\"", "\"Detail\":\"{\\\"a\\\":1}\"")
        .contains("\"Resources\":[\"tintype:outcome:id-1\"]");
  }

  @Test
  void aRefusedEntryIsSentAgain() {
    answer = "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"ThrottlingException\"}]}";
    assertThat(tell()).isEqualTo(new Notifier.Answer.Refused("EventBridge: ThrottlingException"));
  }

  @Test
  void afterAServiceFailureTheEntryIsSentAgain() {
    status = 500;
    assertThat(tell()).isInstanceOf(Notifier.Answer.Refused.class);
  }

  private CloudFrontEdgeCache edge() {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-23T10:00:30Z"));
    return new CloudFrontEdgeCache(http, endpoint(), "E123", clock);
  }

  @Test
  void oneInvalidationPerMinuteIsRequestedForTheSameFolders() throws Exception {
    status = 201;
    answer = "<Invalidation/>";
    List<String> folders = List.of("01JD2Z6K7M8N9PQRSTVWXYZ012/", "01JD2Z6K7M8N9PQRSTVWXYZ013/");
    assertThat(edge().forget(folders)).isEqualTo(new Answer.Accepted());
    edge().forget(folders);
    Heard first = heard.take();
    assertThat(first.path()).isEqualTo("/2020-05-31/distribution/E123/invalidation");
    assertThat(first.authorization()).contains("/us-east-1/cloudfront/aws4_request");
    assertThat(first.body())
        .contains(
            "<Path>/01JD2Z6K7M8N9PQRSTVWXYZ012/*</Path><Path>/01JD2Z6K7M8N9PQRSTVWXYZ013/*</Path>",
            "<Quantity>2</Quantity>");
    assertThat(heard.take().body()).isEqualTo(first.body());
  }

  private Answer refusal(int httpStatus, String code) {
    status = httpStatus;
    answer =
        "<?xml version=\"1.0\"?>\n<ErrorResponse"
            + " xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><Error>"
            + "<Type>Sender</Type><Code>"
            + code
            + "</Code><Message>no</Message></Error><RequestId>1</RequestId></ErrorResponse>";
    return edge().forget(List.of("x/"));
  }

  @Test
  void tooManyInvalidationsAreAReasonToWait() {
    assertThat(refusal(400, "TooManyInvalidationsInProgress"))
        .isEqualTo(
            new Answer.Busy(
                Duration.ofSeconds(45), "CloudFront: 400 TooManyInvalidationsInProgress"));
    assertThat(refusal(400, "Throttling")).isInstanceOf(Answer.Busy.class);
  }

  @Test
  void aRequestThatCloudFrontWillNeverAcceptIsRejected() {
    assertThat(refusal(400, "InvalidArgument")).isInstanceOf(Answer.Rejected.class);
  }

  @ParameterizedTest
  @CsvSource({"403,AccessDenied", "404,NoSuchDistribution", "503,ServiceUnavailable"})
  void whatAnOperatorOrTimeMayCureIsUnavailable(int httpStatus, String code) {
    assertThat(refusal(httpStatus, code))
        .isEqualTo(new Answer.Unavailable("CloudFront: " + httpStatus + " " + code));
  }

  @Test
  void anAnswerOfAProxyIsUnavailable() {
    status = 502;
    answer = "Bad Gateway <br>";
    assertThat(edge().forget(List.of("x/")))
        .isEqualTo(new Answer.Unavailable("CloudFront: 502 without an error code"));
  }

  @Test
  void withoutAnAnswerCloudFrontIsUnavailable() {
    server.stop(0);
    assertThat(edge().forget(List.of("x/"))).isInstanceOf(Answer.Unavailable.class);
  }
}
