package dev.tintype.redis.real;

import static dev.tintype.redis.real.TestMessages.HIDDEN;
import static dev.tintype.redis.real.TestMessages.NOW;
import static dev.tintype.redis.real.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.ServerAccess;
import dev.tintype.redis.TestQueues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/// Users, passwords and rights.
class RightsTest {

  /// The rights in docs/redis.md.
  private static final String[] RIGHTS = {
    "reset",
    "on",
    ">secret",
    "~{tintype}:*",
    "+@read",
    "+@write",
    "-@dangerous",
    "+@scripting",
    "+@connection",
    "+time",
    "+info",
    "+config|get"
  };

  @TempDir private Path folder;
  private TestBroker broker;
  private Opening opening;

  @BeforeEach
  void open() throws Exception {
    broker = TestBroker.start(folder.resolve("data"));
    opening = TestQueues.opening();
  }

  @AfterEach
  void close() {
    opening.close();
    broker.close();
  }

  private Path password(String text) throws Exception {
    return Files.writeString(folder.resolve("password"), text + "\n");
  }

  private String address(String user) {
    return "redis://" + user + "@" + broker.hostAndPort();
  }

  private static String setUser(Jedis admin, String user, String... rights) {
    return admin.aclSetUser(user, rights);
  }

  @Test
  void aPasswordIsAskedFor() throws Exception {
    try (Jedis admin = broker.admin()) {
      admin.configSet("requirepass", "secret");
    }
    String address = broker.address();
    assertThatThrownBy(() -> TestQueues.open(address, 50, opening))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("was refused by the server: the server wants a password");
    String with = address + "?password-file=" + password("geheim");
    assertThatThrownBy(() -> TestQueues.open(with, 50, opening))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("refuses user or password")
        .hasMessageNotContaining("geheim");
    password("secret");
    assertThat(TestQueues.open(with, 50, opening).depth().visible()).isZero();
    JobQueue fromVariable =
        TestQueues.provider(ServerAccess.PASSWORD, "secret").queue(address, opening);
    assertThat(fromVariable.depth().visible()).isZero();
  }

  @Test
  void aUserWithTheRightsOfTheDocumentationCanDoEverything() throws Exception {
    try (Jedis admin = broker.admin()) {
      setUser(admin, "tin", RIGHTS);
    }
    String address = address("tin") + "?password-file=" + password("secret");
    JobQueue queue = TestQueues.open(address, 50, opening);
    for (int number = 1; number <= 3; number++) {
      queue.send(message(number), NOW);
    }
    queue.acknowledge(queue.receive(TestMessages.PATIENT, HIDDEN).orElseThrow());
    queue.retryLater(TestMessages.next(queue).orElseThrow(), Duration.ofMillis(10));
    queue.deadLetter(TestMessages.next(queue).orElseThrow(), "why");
    assertThat(queue.redrive(queue.deadLetters(1).getFirst())).isTrue();
    assertThat(queue.receive(TestMessages.PATIENT, HIDDEN)).isPresent();
    assertThat(queue.receive(TestMessages.PATIENT, HIDDEN)).isPresent();
    assertThat(queue.receive(Duration.ofMillis(100), HIDDEN)).isEmpty();
    List<Fact> facts = TestQueues.provider("X", "").examine(address);
    assertThat(facts).allMatch(Fact::isWell);
    assertThat(facts.toString()).contains("is on the server's disk");
  }

  @Test
  void aUserWithoutTheRightToConfigIsNotToldOfAppendFsync() throws Exception {
    try (Jedis admin = broker.admin()) {
      setUser(admin, "tin", RIGHTS);
      setUser(admin, "tin", "-config");
    }
    String address = address("tin") + "?password-file=" + password("secret");
    assertThat(TestQueues.provider("X", "").examine(address).toString())
        .contains("does not tell appendfsync");
  }

  @Test
  void missingRightsAreNamedWhenTheQueueIsOpened() throws Exception {
    String address = address("tin") + "?password-file=" + password("secret");
    for (String missing : List.of("-info", "-evalsha", "resetkeys")) {
      try (Jedis admin = broker.admin()) {
        setUser(admin, "tin", RIGHTS);
        setUser(admin, "tin", missing);
      }
      assertThatThrownBy(() -> TestQueues.open(address, 50, opening))
          .as(missing)
          .isInstanceOf(InvalidAddress.class)
          .hasMessageContaining("the user lacks a right");
    }
  }

  @Test
  void aPasswordMayChangeWhileTheQueueIsOpen() throws Exception {
    try (Jedis admin = broker.admin()) {
      setUser(admin, "tin", RIGHTS);
      String address = address("tin") + "?password-file=" + password("secret");
      JobQueue queue = TestQueues.open(address, 50, opening);
      queue.send(message(1), NOW);
      setUser(admin, "tin", "resetpass", ">other");
      admin.sendCommand(Protocol.Command.CLIENT, "KILL", "USER", "tin");
      assertThatThrownBy(() -> queue.send(message(2), NOW))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("refuses user or password");
      password("other");
      queue.send(message(2), NOW);
      assertThat(queue.depth().visible()).isEqualTo(2);
      Files.delete(folder.resolve("password"));
      admin.sendCommand(Protocol.Command.CLIENT, "KILL", "USER", "tin");
      assertThatThrownBy(() -> queue.send(message(3), NOW))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("password of the server cannot be read");
    }
  }
}
