package dev.tintype.redis.real;

import static dev.tintype.redis.real.TestMessages.NOW;
import static dev.tintype.redis.real.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Opening;
import dev.tintype.redis.TestQueues;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that only speaks TLS. Its certificate is made by the JDK's keytool, for localhost.
class TlsTest {

  private static final String SECRET = "changeit";

  @TempDir private Path folder;

  private Path certificate() throws Exception {
    Path store = folder.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=DNS:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                SECRET)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, SECRET.toCharArray());
    }
    write("key.pem", "PRIVATE KEY", keys.getKey("server", SECRET.toCharArray()).getEncoded());
    return write("cert.pem", "CERTIFICATE", keys.getCertificate("server").getEncoded());
  }

  private Path write(String name, String kind, byte[] content) throws Exception {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind));
  }

  @Test
  void theServerMustProveWhoItIs() throws Exception {
    Path certificate = certificate();
    int port = TestBroker.freePort();
    try (TestBroker _ =
            TestBroker.start(
                folder.resolve("data"),
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                certificate.toString(),
                "--tls-key-file",
                folder.resolve("key.pem").toString(),
                "--tls-ca-cert-file",
                certificate.toString(),
                "--tls-auth-clients",
                "no");
        Opening opening = TestQueues.opening()) {
      String query = "?tls=true&ca-file=" + certificate;
      JobQueue queue = TestQueues.open("redis://localhost:" + port + query, 50, opening);
      queue.send(message(1), NOW);
      assertThat(queue.receive(TestMessages.PATIENT, TestMessages.HIDDEN)).isPresent();
      for (String wrong :
          new String[] {
            "redis://localhost:" + port + "?tls=true",
            "redis://127.0.0.1:" + port + query,
            "redis://localhost:" + port,
          }) {
        assertThatThrownBy(() -> TestQueues.open(wrong, 50, opening))
            .as(wrong)
            .isInstanceOf(StoreUnavailable.class);
      }
    }
  }
}
