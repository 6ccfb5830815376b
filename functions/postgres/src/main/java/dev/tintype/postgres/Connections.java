package dev.tintype.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.ServerAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// Makes connections to one database. The password is read anew for each, so that it may be changed
/// while a host runs. Safe for use by many threads.
///
/// @param address where to connect
/// @param settings have the password when no file has it
record Connections(PostgresAddress address, PostgresSettings settings) {

  /// How long the server works on a statement, waits for a lock, and keeps a transaction whose
  /// client is silent. An open transaction keeps dead rows, and the queue gets slow.
  static final List<String> LIMITS =
      List.of(
          "statement_timeout = 30000",
          "lock_timeout = 10000",
          "idle_in_transaction_session_timeout = 60000");

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /// Longer than the server works on a statement. Statements that are sent at once may wait longer
  /// for their locks; then the connection is given up, and the change is tried again.
  private static final Duration SILENCE = Duration.ofSeconds(40);

  /// Where libraries would tell of each connection. Kept, since the log forgets levels otherwise.
  private static final List<Logger> TALKATIVE =
      List.of(
          Logger.getLogger("com.zaxxer.hikari"),
          Logger.getLogger("org.flywaydb"),
          Logger.getLogger("org.postgresql"));

  /// From which use on the server keeps a statement. Single statements are few, and each is used
  /// often. Of those that are sent at once, the driver keeps the texts that were used last.
  private static final int PREPARED_FROM = 1;

  /// Plans that were made while the tables were empty must not read whole tables later. A plan that
  /// reads one in spite of that is so dear by the server's estimate that it would compile it, which
  /// takes longer than every statement here, and memory in each session.
  private static final List<String> PLANS =
      List.of("enable_seqscan = off", "enable_bitmapscan = off", "jit = off");

  static {
    TALKATIVE.forEach(logger -> logger.setLevel(Level.SEVERE));
  }

  /// One connection, outside the pool.
  ///
  /// @param hosts the server or the pooler before it
  Connection connect(String hosts) throws SQLException {
    return source(hosts, SILENCE).getConnection(address.user(), password());
  }

  /// @return connections to the server itself where it is known, for statements that take long
  DataSource patient() {
    PGSimpleDataSource source = source(address.direct().orElse(address.hosts()), Duration.ZERO);
    source.setUser(address.user());
    source.setPassword(password());
    return source;
  }

  /// @param isPooled whether a pooler gives each transaction another session of the server. Then
  ///   nothing is set for a session, and no statement is prepared
  HikariDataSource pool(boolean isPooled) {
    PGSimpleDataSource source = source(address.hosts(), SILENCE);
    if (!isPooled) {
      source.setPrepareThreshold(PREPARED_FROM);
      source.setOptions(options());
    }
    HikariConfig config = new HikariConfig();
    config.setPoolName("tintype-postgres");
    config.setDataSource(source);
    config.setCredentialsProvider(() -> Credentials.of(address.user(), password()));
    config.setMaximumPoolSize(address.connections());
    config.setMinimumIdle(1);
    config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
    config.setMaxLifetime(Duration.ofMinutes(30).toMillis());
    config.setConnectionTimeout(CONNECT.toMillis());
    config.setValidationTimeout(Duration.ofSeconds(2).toMillis());
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private static String options() {
    StringBuilder options = new StringBuilder("-c default_transaction_isolation=read\\ committed");
    LIMITS.forEach(limit -> options.append(" -c ").append(limit.replace(" ", "")));
    PLANS.forEach(plan -> options.append(" -c ").append(plan.replace(" ", "")));
    return options.toString();
  }

  private PGSimpleDataSource source(String hosts, Duration silence) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL("jdbc:postgresql://" + hosts + "/");
    source.setDatabaseName(address.database());
    source.setApplicationName("tintype");
    source.setConnectTimeout(Math.toIntExact(CONNECT.toSeconds()));
    source.setLoginTimeout(Math.toIntExact(CONNECT.multipliedBy(2).toSeconds()));
    source.setSocketTimeout(Math.toIntExact(silence.toSeconds()));
    source.setTcpKeepAlive(true);
    // Until it is known whether a pooler is between.
    source.setPrepareThreshold(0);
    if (hosts.contains(",")) {
      source.setTargetServerType("primary");
    }
    address.sslMode().ifPresent(source::setSslMode);
    address.sslRootCert().ifPresent(file -> trust(source, file));
    return source;
  }

  private static void trust(PGSimpleDataSource source, String file) {
    if (file.equals(PostgresAddress.SYSTEM)) {
      source.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory");
    } else {
      source.setSslRootCert(file);
    }
  }

  /// Finds what is wrong with the files that the address names.
  ///
  /// @throws InvalidAddress when one of them cannot be read
  void checkFiles() {
    address.passwordFile().ifPresent(file -> checkReadable("password-file", file));
    address
        .sslRootCert()
        .filter(file -> !file.equals(PostgresAddress.SYSTEM))
        .ifPresent(file -> checkReadable("sslrootcert", file));
  }

  private void checkReadable(String parameter, String file) {
    if (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file))) {
      throw new InvalidAddress(
          address.text(), "has the " + parameter + " " + file + ", which cannot be read");
    }
  }

  /// @return null where only the driver may know one, from the file that `PGPASSFILE` names
  private @Nullable String password() {
    Optional<String> given =
        address.passwordFile().map(file -> ServerAccess.firstLine(Path.of(file), "the database"));
    return given.or(settings::password).orElse(null);
  }
}
