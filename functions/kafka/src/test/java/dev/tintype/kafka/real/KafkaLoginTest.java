package dev.tintype.kafka.real;

import static dev.tintype.kafka.real.Queues.HIDDEN;
import static dev.tintype.kafka.real.Queues.PATIENT;
import static dev.tintype.kafka.real.Queues.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.kafka.KafkaProvider;
import dev.tintype.kafka.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Users, passwords and certificates, with a broker that has a listener of each kind.
class KafkaLoginTest {

  private static final KafkaProvider PROVIDER = new KafkaProvider();

  private static Path folder;
  private static TestBroker broker;
  private static int passwords;
  private static int encrypted;
  private static int both;

  private final Queues queues = new Queues();

  @BeforeAll
  static void start() throws Exception {
    folder = Queues.folder("login");
    Path store = folder.resolve("keys.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "b",
        "-keyalg",
        "EC",
        "-dname",
        "CN=127.0.0.1",
        "-ext",
        "san=ip:127.0.0.1",
        "-validity",
        "30",
        "-keystore",
        store.toString());
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "b",
        "-keystore",
        store.toString(),
        "-file",
        folder.resolve("ca.pem").toString());
    String login = "org.apache.kafka.common.security.";
    broker =
        new TestBroker(folder.resolve("broker"))
            .put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512")
            .put("ssl.keystore.type", "PKCS12")
            .put("ssl.keystore.location", store.toString())
            .put("ssl.keystore.password", "changeit")
            .put("ssl.key.password", "changeit");
    for (String listener : new String[] {"sasl_plaintext", "sasl_ssl"}) {
      String prefix = "listener.name." + listener + ".";
      broker.put(
          prefix + "plain.sasl.jaas.config",
          login + "plain.PlainLoginModule required user_images=\"secret\";");
      for (String mechanism : new String[] {"scram-sha-256", "scram-sha-512"}) {
        broker.put(
            prefix + mechanism + ".sasl.jaas.config", login + "scram.ScramLoginModule required;");
      }
    }
    for (String mechanism : new String[] {"SCRAM-SHA-256", "SCRAM-SHA-512"}) {
      broker.formattedWith("--add-scram");
      broker.formattedWith(mechanism + "=[name=images,password=secret]");
    }
    passwords = broker.listen("SASL_PLAINTEXT");
    encrypted = broker.listen("SSL");
    both = broker.listen("SASL_SSL");
    broker.start();
  }

  private static void keytool(String... words) throws Exception {
    String[] all = new String[words.length + 3];
    all[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "-storepass";
    all[words.length + 2] = "changeit";
    assertThat(new ProcessBuilder(all).inheritIO().start().waitFor()).isZero();
  }

  @AfterAll
  static void end() {
    broker.close();
  }

  @AfterEach
  void close() {
    queues.close();
  }

  private static Path password(String text) throws Exception {
    return Files.writeString(Files.createTempFile(folder, "password", ""), text + "\n");
  }

  private void works(String address) throws Exception {
    PROVIDER.init(address);
    JobQueue queue = queues.open(address);
    queue.send(message(1), Duration.ZERO);
    queue.acknowledge(queue.receive(PATIENT, HIDDEN).orElseThrow());
    assertThat(queue.deadLetters(1)).isEmpty();
    assertThat(PROVIDER.examine(address)).isNotEmpty();
  }

  @Test
  void everyKindOfLoginWorks() throws Exception {
    Path file = password("secret");
    for (String sasl : new String[] {"plain", "scram-sha-256", "scram-sha-512"}) {
      works(
          "kafka://images@127.0.0.1:%d?topic=%s&sasl=%s&password-file=%s"
              .formatted(passwords, sasl, sasl, file));
    }
  }

  @Test
  void anEncryptedConnectionWorksWithAndWithoutAPassword() throws Exception {
    String trust = "&tls=true&ca-file=" + folder.resolve("ca.pem");
    works("kafka://127.0.0.1:" + encrypted + "?topic=tls" + trust);
    works(
        "kafka://images@127.0.0.1:%d?topic=both&sasl=scram-sha-512&password-file=%s%s"
            .formatted(both, password("secret"), trust));
  }

  @Test
  void aPasswordThatIsSentInTheClearIsSeenByTheDoctor() throws Exception {
    String address =
        "kafka://images@127.0.0.1:%d?topic=clear&sasl=plain&password-file=%s"
            .formatted(passwords, password("secret"));
    PROVIDER.init(address);
    assertThat(PROVIDER.examine(address))
        .anyMatch(fact -> fact.name().equals("connection") && !fact.isWell());
  }

  @Test
  void aWrongPasswordIsRefusedAndNotTold() throws Exception {
    for (String sasl : new String[] {"plain", "scram-sha-256"}) {
      String address =
          "kafka://images@127.0.0.1:%d?topic=x&sasl=%s&password-file=%s"
              .formatted(passwords, sasl, password("guess"));
      assertThatThrownBy(() -> PROVIDER.init(address))
          .isInstanceOf(InvalidAddress.class)
          .hasMessageContaining("was refused by the server: the server refuses user or password")
          .hasMessageNotContaining("guess");
      assertThatThrownBy(() -> queues.open(address)).isInstanceOf(InvalidAddress.class);
    }
  }

  @Test
  void aServerThatNobodyVouchesForIsRefused() {
    assertThatThrownBy(
            () -> PROVIDER.init("kafka://127.0.0.1:" + encrypted + "?topic=tls&tls=true"))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("no TLS connection can be made");
  }
}
