package dev.tintype.nats.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Opening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Connections over TLS. Needs the program openssl.
class TlsTest {

  private static final Duration PATIENT = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final Opening opening = TestQueues.opening();

  @AfterEach
  void close() {
    opening.close();
  }

  /// Makes a certificate that signs itself.
  ///
  /// @param name what it proves, such as `IP:127.0.0.1`
  private void certificate(String name) throws Exception {
    Process made =
        new ProcessBuilder(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
                    .concat(" -keyout key.pem -out cert.pem -subj /CN=test -addext")
                    .concat(" subjectAltName=" + name)
                    .split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    assertThat(made.waitFor()).as(Files.readString(folder.resolve("openssl.log"))).isZero();
  }

  private TestBroker broker() throws Exception {
    return TestBroker.start(
        folder.resolve("broker"),
        "tls { cert_file: \"%s\", key_file: \"%s\" }\n"
            .formatted(folder.resolve("cert.pem"), folder.resolve("key.pem")));
  }

  private String address(TestBroker broker) {
    return broker.address("tls") + "&tls=true&ca-file=" + folder.resolve("cert.pem");
  }

  @ParameterizedTest
  @CsvSource({"IP:127.0.0.1, 127.0.0.1", "DNS:localhost, localhost"})
  void theCertificateOfTheAddressIsTrusted(String name, String host) throws Exception {
    certificate(name);
    try (TestBroker broker = broker()) {
      String address = address(broker).replace("127.0.0.1", host);
      JobQueue queue = TestQueues.make(address, opening);
      queue.send(TestQueues.message(1), Duration.ZERO);
      assertThat(queue.receive(PATIENT, PATIENT)).isPresent();
    }
  }

  /// The client library itself would not look at the name.
  @Test
  void theCertificateOfAnotherHostIsNotTrusted() throws Exception {
    certificate("DNS:other.example");
    try (TestBroker broker = broker()) {
      String address = address(broker);
      assertThatThrownBy(() -> TestQueues.provider(address).init(address))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("127.0.0.1");
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNotTrusted() throws Exception {
    certificate("IP:127.0.0.1");
    try (TestBroker broker = broker()) {
      String address = broker.address("tls") + "&tls=true";
      assertThatThrownBy(() -> TestQueues.provider(address).init(address))
          .isInstanceOf(StoreUnavailable.class);
    }
  }

  @Test
  void neitherSideGoesOnInClear() throws Exception {
    certificate("IP:127.0.0.1");
    try (TestBroker broker = broker()) {
      String clear = broker.address("tls");
      assertThatThrownBy(() -> TestQueues.provider(clear).init(clear))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("SSL required by server");
    }
    try (TestBroker plain = TestBroker.start(folder.resolve("plain"))) {
      String address = address(plain);
      assertThatThrownBy(() -> TestQueues.provider(address).init(address))
          .isInstanceOf(StoreUnavailable.class);
    }
  }
}
