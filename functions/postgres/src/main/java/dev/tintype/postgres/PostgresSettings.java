package dev.tintype.postgres;

import java.util.Map;
import java.util.Optional;

/// The variables by which programs of PostgreSQL are usually told where to connect; each fills in
/// what an address lacks (https://www.postgresql.org/docs/current/libpq-envars.html). The driver
/// itself reads `PGPASSFILE`.
///
/// @param host `PGHOST`, one or more hosts
/// @param port `PGPORT`, one or as many ports as hosts
/// @param user `PGUSER`
/// @param password `PGPASSWORD`
/// @param database `PGDATABASE`
/// @param sslMode `PGSSLMODE`
/// @param sslRootCert `PGSSLROOTCERT`
record PostgresSettings(
    Optional<String> host,
    Optional<String> port,
    Optional<String> user,
    Optional<String> password,
    Optional<String> database,
    Optional<String> sslMode,
    Optional<String> sslRootCert) {

  /// @param environment names to values
  static PostgresSettings of(Map<String, String> environment) {
    return new PostgresSettings(
        text(environment, "PGHOST"),
        text(environment, "PGPORT"),
        text(environment, "PGUSER"),
        text(environment, "PGPASSWORD"),
        text(environment, "PGDATABASE"),
        text(environment, "PGSSLMODE"),
        text(environment, "PGSSLROOTCERT"));
  }

  private static Optional<String> text(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
  }
}
