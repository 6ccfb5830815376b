package dev.tintype.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import dev.tintype.sql.Sql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresProviderTest {

  private final PostgresProvider provider = new PostgresProvider(Map.of());

  private static Opening opening() {
    return new Opening(Path.of("unused"), InstantSource.system(), new SecureRandom());
  }

  @Test
  void theProviderIsFoundByItsScheme() {
    assertThat(Providers.of(JobsProvider.class, "postgres:")).isInstanceOf(PostgresProvider.class);
    assertThat(Providers.of(QueueProvider.class, "postgres://x"))
        .isInstanceOf(PostgresProvider.class);
  }

  @Test
  void jobsAndQueueOfOneAddressAreOpenedAndClosed() throws Exception {
    TestServer.create("provided");
    String address = TestServer.address("provided");
    try (Opening opening = opening()) {
      assertThat(provider.isThere(address, opening)).isFalse();
      JobsProvider.Opened opened = provider.jobs(address, opening);
      assertThat(opened.jobs().due(java.time.Instant.now(), 10).versions()).isEmpty();
      assertThat(opened.tokens().list()).isEmpty();
      assertThat(opened.leases().hold("sweep", "me", Duration.ofMinutes(1))).isTrue();
      JobQueue queue = provider.queue(address, opening);
      assertThat(queue.depth().visible()).isZero();
      assertThat(opened.jobs().joint(queue)).as("one transaction").isPresent();
      assertThat(opening.complaint()).isEmpty();
      opening.keepUp();
      assertThat(provider.isThere(address, opening)).isTrue();
    }
  }

  @Test
  void aMissingDatabaseIsNamed() {
    String address = TestServer.directly("postgres", "nowhere");
    assertThat(provider.isThere(address, opening())).isFalse();
    assertThatThrownBy(() -> provider.jobs(address, opening()))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void aUserWhomTheServerDoesNotKnowIsNamed() {
    String address = TestServer.directly("stranger", "postgres");
    assertThatThrownBy(() -> provider.isThere(address, opening()))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("was refused by the server")
        .hasMessageContaining("stranger");
    assertThatThrownBy(() -> provider.jobs(address, opening())).isInstanceOf(InvalidAddress.class);
  }

  @Test
  void aServerThatDoesNotAnswerIsUnavailable() {
    assertThatThrownBy(() -> provider.isThere("postgres://t@127.0.0.1:1/x", opening()))
        .isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> provider.jobs("postgres://t@127.0.0.1:1/x", opening()))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("127.0.0.1:1");
  }

  @Test
  void aFileThatTheAddressNamesMustBeThere() {
    for (String parameter : new String[] {"password-file", "sslrootcert"}) {
      assertThatThrownBy(() ->
              provider.jobs("postgres://t@127.0.0.1:1/x?" + parameter + "=/not/there", opening()))
          .isInstanceOf(InvalidAddress.class)
          .hasMessageContaining(parameter + " /not/there, which cannot be read");
    }
  }

  @Test
  void aPasswordIsReadFromItsFileAnewForEachConnection(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    try (EmbeddedPostgres server = TestServer.embedded().setDataDirectory(data).start()) {
      demandPasswords(server, data);
      Path file = Files.writeString(folder.resolve("password"), "wrong\n");
      String place = "postgres://locked@127.0.0.1:" + server.getPort() + "/postgres";
      String address = place + "?password-file=" + file;
      assertThatThrownBy(() -> provider.jobs(address, opening()))
          .isInstanceOf(InvalidAddress.class)
          .hasMessageContaining("was refused by the server")
          .hasMessageNotContaining("wrong");
      Files.writeString(file, "first\n");
      try (Opening opening = opening()) {
        JobsProvider.Opened opened = provider.jobs(address, opening);
        assertThat(opened.tokens().list()).isEmpty();
        change(server, "second");
        Files.writeString(file, "second\n");
        assertThat(provider.isThere(address, opening)).isTrue();
      }
      try (Opening opening = opening()) {
        var fromVariable = new PostgresProvider(Map.of("PGPASSWORD", "second"));
        assertThat(fromVariable.jobs(place, opening).tokens().list()).isEmpty();
      }
    }
  }

  private static void demandPasswords(EmbeddedPostgres server, Path data) throws Exception {
    try (Connection connection = connect(server)) {
      Sql.execute(connection, "CREATE ROLE locked SUPERUSER LOGIN PASSWORD 'first'");
      Path rules = data.resolve("pg_hba.conf");
      Files.writeString(
          rules, "host all locked 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
      Sql.execute(connection, "SELECT pg_reload_conf()");
    }
    Thread.sleep(300);
  }

  private static void change(EmbeddedPostgres server, String password) throws Exception {
    try (Connection connection = connect(server)) {
      Sql.execute(connection, "ALTER ROLE locked PASSWORD '" + password + "'");
    }
  }

  private static Connection connect(EmbeddedPostgres server) throws Exception {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres", "postgres", null);
  }
}
