package dev.tintype.nats.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.QueueProvider;
import io.nats.client.NKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Users with a file of a JWT and a key, on a server that an operator set up.
class SignedAccountTest {

  private static final Duration PATIENT = Duration.ofSeconds(20);

  private static final String JETSTREAM =
      """
      "mem_storage": 0, "disk_storage": 1000000000, "streams": -1, "consumer": -1
      """;

  /// The limits of a host that sells storage apart for each number of replicas.
  private static final String TIERS =
      """
      "tiered_limits": {
        "R1": { "disk_storage": 2000000, "streams": 10, "consumer": 10 },
        "R3": { "disk_storage": 6000000, "streams": 10, "consumer": 10 }
      }
      """;

  @TempDir private Path folder;
  private final Opening opening = TestQueues.opening();
  private SignedAccount account;
  private NKey user;
  private Path file;

  @BeforeEach
  void makeAccount() throws Exception {
    account = new SignedAccount();
    user = SignedAccount.newUser();
    file = Files.writeString(folder.resolve("host.creds"), account.file(user, Instant.now()));
  }

  @AfterEach
  void close() {
    opening.close();
  }

  private TestBroker broker(String limits) throws Exception {
    return TestBroker.start(folder.resolve("broker"), account.configuration(limits, List.of()));
  }

  private String address(TestBroker broker) {
    return broker.address("mine") + "&creds-file=" + file;
  }

  private static Fact fact(String address, String name) {
    return TestQueues.provider(address).examine(address).stream()
        .filter(fact -> fact.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFileOfAUserIsAccepted() throws Exception {
    try (TestBroker broker = broker(JETSTREAM)) {
      String address = address(broker);
      JobQueue queue = TestQueues.make(address, opening);
      TestQueues.works(queue);
      queue.send(TestQueues.message(2), Duration.ofSeconds(1));
      assertThat(queue.receive(PATIENT, PATIENT)).isPresent();
      assertThat(TestQueues.provider(address).examine(address))
          .allSatisfy(fact -> assertThat(fact.isWell()).as(fact.detail()).isTrue());
      assertThat(fact(address, "room").detail())
          .matches("the account uses [\\d,]+ bytes of 1,000,000,000");
    }
  }

  @Test
  void tiersOfStorageAreTold() throws Exception {
    try (TestBroker broker = broker(TIERS)) {
      String address = address(broker);
      TestQueues.works(TestQueues.make(address, opening));
      assertThat(fact(address, "room").detail())
          .containsPattern("tier R1 uses [\\d,]+ bytes of 2,000,000")
          .contains("tier R3 uses 0 bytes of 6,000,000");
    }
  }

  @Test
  void anAccountWithoutJetStreamIsRefused() throws Exception {
    try (TestBroker broker = broker("")) {
      String address = address(broker);
      assertThatThrownBy(() -> TestQueues.provider(address).init(address))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("this user's account has no JetStream");
    }
  }

  @Test
  void aFileOfAStrangerAndAnExpiredOneAreRefused() throws Exception {
    try (TestBroker broker = broker(JETSTREAM)) {
      String address = address(broker);
      QueueProvider provider = TestQueues.provider(address);
      String strangers = new SignedAccount().file(user, Instant.now());
      String expired = account.file(user, Instant.now().minus(Duration.ofHours(2)));
      for (String text : List.of(strangers, expired)) {
        Files.writeString(file, text);
        assertThatThrownBy(() -> provider.init(address))
            .isInstanceOf(InvalidAddress.class)
            .hasMessageContaining("was refused by the server, which does not accept " + file)
            .hasMessageContaining("unknown, revoked or expired");
      }
    }
  }

  /// A JWT ends on a certain day, so whoever has a new one replaces the file.
  @Test
  void theFileMayChangeWhileAHostRuns() throws Exception {
    try (TestBroker broker = broker(JETSTREAM)) {
      JobQueue queue = TestQueues.make(address(broker), opening);
      TestQueues.works(queue);
      broker.reload(TestBroker.SYNCED + account.configuration(JETSTREAM, List.of(user)));
      broker.kill();
      broker.restart();
      assertThatThrownBy(() -> TestQueues.works(queue)).isInstanceOf(StoreUnavailable.class);
      Files.writeString(file, account.file(SignedAccount.newUser(), Instant.now()));
      Await.until(PATIENT, "the new file is accepted", () -> !TestQueues.isRefused(queue));
      assertThat(queue.receive(PATIENT, PATIENT)).isPresent();
    }
  }
}
