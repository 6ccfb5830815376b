package dev.tintype.nats.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.QueueProvider;
import io.nats.client.NKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may connect, and what they may do.
class AccessTest {

  private static final Duration PATIENT = Duration.ofSeconds(20);

  /// What docs/nats.md says that hosts need.
  private static final String LEAST =
      """
      permissions: {
        publish: [
          "$JS.API.INFO", "$JS.API.STREAM.INFO.>", "$JS.API.CONSUMER.INFO.>",
          "$JS.API.CONSUMER.MSG.NEXT.mine.>", "$JS.API.STREAM.MSG.GET.mine-dead",
          "$JS.API.STREAM.MSG.DELETE.mine-dead", "$JS.ACK.mine.>", "mine.>"
        ]
        subscribe: ["_INBOX.>"]
      }
      """;

  @TempDir private Path folder;
  private final Opening opening = TestQueues.opening();

  @AfterEach
  void close() {
    opening.close();
  }

  private TestBroker broker(String authorization) throws Exception {
    return TestBroker.start(folder.resolve("broker"), "authorization { " + authorization + " }\n");
  }

  private static String address(TestBroker broker, String user, String parameters) {
    return "nats://" + user + broker.hostAndPort() + "?stream=mine&" + parameters;
  }

  @Test
  void aWrongPasswordIsRefusedAndNotShown() throws Exception {
    try (TestBroker broker = broker("user: tintype, password: right")) {
      Path file = Files.writeString(folder.resolve("password"), "geheim\n");
      String address = address(broker, "tintype@", "password-file=" + file);
      QueueProvider provider = TestQueues.provider(address);
      for (String refused : new String[] {address, address(broker, "", "replicas=1")}) {
        assertThatThrownBy(() -> provider.queue(refused, opening))
            .isInstanceOf(InvalidAddress.class)
            .hasMessageContaining("was refused by the server")
            .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> provider.init(refused)).isInstanceOf(InvalidAddress.class);
      }
      Files.writeString(file, "right\n");
      TestQueues.works(TestQueues.make(address, opening));
    }
  }

  /// A client that counts refusals would give up for good.
  @Test
  void aPasswordMayChangeWhileAHostRuns() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "first\n");
    try (TestBroker broker = broker("user: tintype, password: first")) {
      JobQueue queue =
          TestQueues.make(address(broker, "tintype@", "password-file=" + file), opening);
      TestQueues.works(queue);
      broker.reload(TestBroker.SYNCED + "authorization { user: tintype, password: second }\n");
      Await.until(PATIENT, "the first password is refused", () -> TestQueues.isRefused(queue));
      Files.writeString(file, "second\n");
      Await.until(PATIENT, "the second password is accepted", () -> !TestQueues.isRefused(queue));
      assertThat(queue.receive(PATIENT, PATIENT)).isPresent();
    }
  }

  @Test
  void aPasswordWithoutAUserIsAToken() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "s3cret\n");
    try (TestBroker broker = broker("token: s3cret")) {
      TestQueues.works(TestQueues.make(address(broker, "", "password-file=" + file), opening));
    }
  }

  @Test
  void aKeyMayProveTheUser() throws Exception {
    NKey key = NKey.createUser(new SecureRandom());
    String creds =
        """
        -----BEGIN USER NKEY SEED-----
        %s
        ------END USER NKEY SEED------
        """
            .formatted(new String(key.getSeed()));
    Path file = Files.writeString(folder.resolve("creds"), creds);
    String users = "users: [ { nkey: " + new String(key.getPublicKey()) + " } ]";
    try (TestBroker broker = broker(users)) {
      TestQueues.works(TestQueues.make(address(broker, "", "creds-file=" + file), opening));
    }
  }

  @Test
  void theLeastRightsAreEnough() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "p\n");
    String users =
        "users: [ { user: owner, password: p }, { user: host, password: p, " + LEAST + " } ]";
    try (TestBroker broker = broker(users)) {
      String owner = address(broker, "owner@", "password-file=" + file);
      String host = address(broker, "host@", "password-file=" + file);
      assertThatThrownBy(() -> TestQueues.provider(host).init(host))
          .as("nothing is there, and this user may make nothing")
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("Permissions Violation");
      TestQueues.provider(owner).init(owner);
      JobQueue queue = TestQueues.open(host, opening);
      TestQueues.works(queue);
      queue.send(TestQueues.message(1), Duration.ofSeconds(1));
      queue.deadLetter(queue.receive(PATIENT, PATIENT).orElseThrow(), "because");
      assertThat(queue.redrive(queue.deadLetters(1).getFirst())).isTrue();
      assertThat(queue.depth().visible()).isEqualTo(1);
      assertThat(TestQueues.provider(host).examine(host))
          .allSatisfy(fact -> assertThat(fact.isWell()).as(fact.detail()).isTrue());
    }
  }
}
