package dev.tintype.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tintype.cli.client.StoredImages.Described;
import dev.tintype.cli.harness.Ran;
import dev.tintype.cli.harness.StubServer;
import dev.tintype.cli.harness.StubServer.Answer;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.cli.harness.TlsServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the user is told when `--to` does not name a server that answers.
@Timeout(120)
class NoAnswerTest {

  private static final String ID = "01JD3Q8Z4N5V6W7X8Y9ZABCDEF";

  @TempDir private Path folder;

  private static String said(String url) {
    try (ImagesClient client = new ImagesClient(new Server(URI.create(url), "secret"))) {
      return String.valueOf(
          catchThrowableOfType(
                  RuntimeException.class,
                  () -> new StoredImages(client).describe(ID, Optional.empty()))
              .getMessage());
    }
  }

  @Test
  void aNameThatDoesNotExistIsNamed() {
    assertThat(said("http://nowhere.invalid:8080"))
        .isEqualTo(
            "No answer from http://nowhere.invalid:8080: no address is known for the name "
                + "nowhere.invalid. Is it spelled right?");
  }

  @Test
  void tlsToAServerWithoutIt() throws Exception {
    try (TestServer server = TestServer.in(folder).start()) {
      String url = "https://127.0.0.1:" + server.client().url().getPort();
      assertThat(said(url))
          .isEqualTo(
              "No answer from %s: it does not answer in TLS. If it speaks plain HTTP, begin the URL with http://."
                  .formatted(url));
    }
  }

  @Test
  void plainHttpToAServerWithTls() throws Exception {
    try (TlsServer server = TlsServer.start(folder, "localhost")) {
      String url = "http://localhost:" + server.port();
      assertThat(said(url))
          .isEqualTo(
              "No answer from %s: it closed the connection. If it speaks TLS, begin the URL with https://."
                  .formatted(url));
    }
  }

  @Test
  void aCertificateOfAnUnknownIssuerOrForAnotherName() throws Exception {
    try (TlsServer server = TlsServer.start(folder, "images.example")) {
      String url = "https://localhost:" + server.port();
      assertThat(said(url))
          .startsWith(
              "No answer from %s: the issuer of its certificate is not trusted here"
                  .formatted(url));
      List<String> trust =
          List.of(
              "-Djavax.net.ssl.trustStore=" + server.keys(),
              "-Djavax.net.ssl.trustStorePassword=" + TlsServer.PASSWORD);
      Ran other =
          Ran.with(trust, Map.of("TINTYPE_TOKEN", "x"), "", "images", "show", ID, "--to", url);
      assertThat(other.status()).isEqualTo(1);
      assertThat(other.err())
          .isEqualTo(
              "tintype: No answer from %s: its certificate is not for the name localhost.\n"
                  .formatted(url));
    }
  }

  @Test
  void everyOtherKindHasItsSentence() {
    URI url = URI.create("https://images.example");
    assertThat(NoAnswer.why(url, handshake(new CertificateExpiredException())))
        .isEqualTo("its certificate has expired.");
    assertThat(NoAnswer.why(url, handshake(new CertificateNotYetValidException())))
        .contains("not valid yet");
    assertThat(NoAnswer.why(url, new SSLHandshakeException("no cipher suites in common")))
        .isEqualTo("the TLS handshake failed: no cipher suites in common.");
    assertThat(NoAnswer.why(url, new NoRouteToHostException())).contains("no route");
    assertThat(NoAnswer.why(url, new ProtocolException())).contains("not HTTP", "https://");
    HttpConnectTimeoutException late = new HttpConnectTimeoutException("");
    late.initCause(new ConnectException());
    assertThat(NoAnswer.why(url, late)).contains("no connection in time");
    assertThat(NoAnswer.why(url, new HttpTimeoutException(""))).contains("too long");
  }

  private static SSLHandshakeException handshake(Exception cause) {
    SSLHandshakeException failure = new SSLHandshakeException("it failed");
    failure.initCause(cause);
    return failure;
  }

  @Test
  void anAddressThatNeverAnsweredIsTriedThreeTimes() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    Thread closing;
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      closing = Thread.ofVirtual().start(() -> closeAll(listening, connections));
      assertThat(said("http://127.0.0.1:" + listening.getLocalPort())).startsWith("No answer");
    }
    closing.join();
    // The HTTP client itself repeats a request once whose connection was closed.
    assertThat(connections.get()).isBetween(3, 6);
  }

  private static void closeAll(ServerSocket listening, AtomicInteger connections) {
    while (!listening.isClosed()) {
      try (Socket _ = listening.accept()) {
        connections.incrementAndGet();
      } catch (IOException _) {
        return;
      }
    }
  }

  @Test
  void theTokenIsNotSentOnToAnotherAddress() throws Exception {
    try (StubServer other = new StubServer(_ -> Answer.json(200, "{}"));
        StubServer server =
            new StubServer(asked -> Answer.redirect(301, other.url() + asked.target()))) {
      assertThat(said(server.url().toString()))
          .isEqualTo(
              "%s sends requests on to %s/images/%s: name the server there with --to."
                  .formatted(server.url(), other.url(), ID));
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void aServerThatRefusesPlainHttpIsNoTintype() throws Exception {
    try (StubServer server = new StubServer(_ -> Answer.json(400, "<html>HTTPS</html>"))) {
      assertThat(said(server.url().toString()))
          .isEqualTo(
              server.url()
                  + " does not answer as Tintype does. If it speaks TLS, begin the URL with "
                  + "https://.");
    }
  }

  @Test
  void anotherProgramIsRecognized() throws Exception {
    try (StubServer server = new StubServer(_ -> Answer.json(200, "<html>It works!</html>"));
        ImagesClient client = new ImagesClient(new Server(server.url(), "secret"))) {
      assertThatThrownBy(() -> new WorkClient(client).page(Optional.empty()))
          .hasMessage(
              server.url()
                  + "/images?limit=200 does not answer as Tintype does: --to must have its address.");
    }
  }

  @Test
  void aServerThatAnswersIsNoTrouble() throws Exception {
    try (StubServer server = new StubServer(_ -> Answer.json(200, "{\"id\":\"x\"}"));
        ImagesClient client = new ImagesClient(new Server(server.url(), "secret"))) {
      assertThat(new StoredImages(client).describe(ID, Optional.empty()))
          .isInstanceOf(Described.Found.class);
    }
  }
}
