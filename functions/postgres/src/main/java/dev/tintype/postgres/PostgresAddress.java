package dev.tintype.postgres;

import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.ServerAddress;
import dev.tintype.core.provider.ServerAddress.HostPort;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/// The parts of an address `postgres://USER@HOST:PORT/DATABASE?…`, completed by the usual
/// variables.
///
/// @param text the address, for people, without anything secret
/// @param hosts one or more hosts with their ports, separated by commas
/// @param user who connects
/// @param database the name of the database
/// @param passwordFile a file whose first line is the password
/// @param sslMode as in PostgreSQL's own programs
/// @param sslRootCert a file of certificates that are trusted, or `system`
/// @param connections the most connections at once
/// @param direct where the server itself is reached when the hosts are those of a pooler
record PostgresAddress(
    String text,
    String hosts,
    String user,
    String database,
    Optional<String> passwordFile,
    Optional<String> sslMode,
    Optional<String> sslRootCert,
    int connections,
    Optional<String> direct) {

  /// How addresses are written.
  static final String FORM = "postgres://USER@HOST:PORT/DATABASE";

  /// As [#sslRootCert], what the Java runtime trusts.
  static final String SYSTEM = "system";

  private static final String START = "//";
  private static final int USUAL_PORT = 5432;
  private static final int USUAL_CONNECTIONS = 8;

  private static final String PASSWORD_FILE = "password-file";
  private static final String SSL_MODE = "sslmode";
  private static final String SSL_ROOT_CERT = "sslrootcert";
  private static final String CONNECTIONS = "connections";
  private static final String DIRECT = "direct";
  private static final ServerAddress.Form WRITTEN =
      new ServerAddress.Form(
          List.of(FORM, "postgres:"),
          USUAL_PORT,
          Set.of(PASSWORD_FILE, SSL_MODE, SSL_ROOT_CERT, CONNECTIONS, DIRECT),
          "a file and add password-file=FILE, or set PGPASSWORD or PGPASSFILE");

  private static final String VERIFY_FULL = "verify-full";
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", VERIFY_FULL);

  /// @return the address, complete though variables may have filled it in: the same for every
  ///   spelling of one user, the same hosts and one database
  String name() {
    StringJoiner parameters = new StringJoiner("&", "?", "").setEmptyValue("");
    passwordFile.ifPresent(file -> parameters.add(PASSWORD_FILE + "=" + encoded(file)));
    sslMode.ifPresent(mode -> parameters.add(SSL_MODE + "=" + encoded(mode)));
    sslRootCert.ifPresent(file -> parameters.add(SSL_ROOT_CERT + "=" + encoded(file)));
    if (connections != USUAL_CONNECTIONS) {
      parameters.add(CONNECTIONS + "=" + connections);
    }
    direct.ifPresent(server -> parameters.add(DIRECT + "=" + server));
    return "postgres:" + START + encoded(user) + "@" + hosts + "/" + encoded(database) + parameters;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// @param address begins with `postgres:`
  /// @param settings fill in what the address lacks
  /// @throws InvalidAddress when a part is missing, unknown or wrong; it names no password
  static PostgresAddress parse(String address, PostgresSettings settings) {
    return new Reader(ServerAddress.parse(address, WRITTEN), settings).read();
  }

  /// Completes one address.
  ///
  /// @param parts what the address says
  /// @param settings fill in what it lacks
  private record Reader(ServerAddress parts, PostgresSettings settings) {

    PostgresAddress read() {
      String user =
          parts
              .user()
              .or(settings::user)
              .orElseThrow(() -> parts.wrong("names no user: write " + FORM + " or set PGUSER"));
      Optional<String> rootCert = parts.parameter(SSL_ROOT_CERT).or(settings::sslRootCert);
      return new PostgresAddress(
          parts.shown(),
          list(parts.hosts().isEmpty() ? usualHosts() : parts.hosts()),
          user,
          parts.place().or(settings::database).orElse(user),
          parts.parameter(PASSWORD_FILE),
          sslMode(rootCert, sslMode()),
          rootCert,
          parts.number(CONNECTIONS, 2, 999, USUAL_CONNECTIONS),
          parts.parameter(DIRECT).map(hosts -> list(parts.hosts(hosts, USUAL_PORT))));
    }

    private List<HostPort> usualHosts() {
      String[] hosts = settings.host().orElse("localhost").split(",", -1);
      String[] ports = settings.port().orElse(Integer.toString(USUAL_PORT)).split(",", -1);
      if (ports.length != 1 && ports.length != hosts.length) {
        throw parts.wrong(
            "is completed by PGPORT, which has neither one port nor one for each host");
      }
      StringJoiner list = new StringJoiner(",");
      for (int i = 0; i < hosts.length; i++) {
        list.add(hosts[i] + ":" + ports[Math.min(i, ports.length - 1)]);
      }
      return parts.hosts(list.toString(), USUAL_PORT);
    }

    private static String list(List<HostPort> hosts) {
      return hosts.stream().map(HostPort::toString).collect(Collectors.joining(","));
    }

    private Optional<String> sslMode() {
      Optional<String> mode = parts.parameter(SSL_MODE).or(settings::sslMode);
      if (mode.isPresent() && !SSL_MODES.contains(mode.get())) {
        throw parts.wrong(
            "has the sslmode '"
                + mode.get()
                + "', which is none of "
                + String.join(", ", SSL_MODES.stream().sorted().toList()));
      }
      return mode;
    }

    /// With the certificates of the system, anybody can have a valid one, so the host's name must
    /// be checked. https://www.postgresql.org/docs/current/libpq-ssl.html
    private Optional<String> sslMode(Optional<String> rootCert, Optional<String> mode) {
      if (!rootCert.equals(Optional.of(SYSTEM))) {
        return mode;
      }
      if (mode.isPresent() && !mode.get().equals(VERIFY_FULL)) {
        throw parts.wrong(
            "has sslrootcert=system and the sslmode '"
                + mode.get()
                + "', but with the certificates of the system only verify-full is safe");
      }
      return Optional.of(VERIFY_FULL);
    }
  }
}
