package dev.tintype.postgres;

import dev.tintype.core.provider.InvalidAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

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
  private static final String USUAL_PORT = "5432";
  private static final int USUAL_CONNECTIONS = 8;

  private static final String PASSWORD_FILE = "password-file";
  private static final String SSL_MODE = "sslmode";
  private static final String SSL_ROOT_CERT = "sslrootcert";
  private static final String CONNECTIONS = "connections";
  private static final String DIRECT = "direct";
  private static final Set<String> PARAMETERS =
      Set.of(PASSWORD_FILE, SSL_MODE, SSL_ROOT_CERT, CONNECTIONS, DIRECT);

  private static final String VERIFY_FULL = "verify-full";
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", VERIFY_FULL);

  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+\\])(:([0-9]{1,5}))?");

  /// A user, a colon and what is no port, up to the last at sign.
  private static final Pattern PASSWORD =
      Pattern.compile("(//[^/@:?]*:)(?![0-9]{1,5}(?:[/?,]|$)).*@");

  private static final Pattern PASSWORD_PARAMETER = Pattern.compile("(password=)[^&]*");

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
    String shown =
        PASSWORD_PARAMETER.matcher(PASSWORD.matcher(address).replaceAll("$1…@")).replaceAll("$1…");
    if (PASSWORD.matcher(address).find()) {
      throw new InvalidAddress(
          shown,
          "has a password, but addresses appear in logs: put the password into a file and add"
              + " password-file=FILE, or set PGPASSWORD or PGPASSFILE");
    }
    String rest = address.substring(address.indexOf(':') + 1);
    if (!rest.isEmpty() && !rest.startsWith(START)) {
      throw new InvalidAddress(shown, List.of(FORM, "postgres:"));
    }
    return new Reader(shown, settings).read(rest.isEmpty() ? "" : rest.substring(START.length()));
  }

  /// Reads one address.
  ///
  /// @param shown the address as complaints name it
  private record Reader(String shown, PostgresSettings settings) {

    PostgresAddress read(String rest) {
      String[] halves = rest.split("\\?", 2);
      Map<String, String> parameters = halves.length == 1 ? Map.of() : parameters(halves[1]);
      String[] places = halves[0].split("/", 2);
      int at = places[0].lastIndexOf('@');
      String user = user(at < 0 ? "" : places[0].substring(0, at));
      Optional<String> rootCert =
          Optional.ofNullable(parameters.get(SSL_ROOT_CERT)).or(settings::sslRootCert);
      return new PostgresAddress(
          shown,
          hosts(places[0].substring(at + 1)),
          user,
          database(places.length == 1 ? "" : places[1], user),
          Optional.ofNullable(parameters.get(PASSWORD_FILE)),
          sslMode(rootCert, sslMode(parameters)),
          rootCert,
          connections(parameters),
          Optional.ofNullable(parameters.get(DIRECT)).map(this::list));
    }

    private InvalidAddress wrong(String problem) {
      return new InvalidAddress(shown, problem);
    }

    private String user(String text) {
      return Optional.of(decoded(text))
          .filter(user -> !user.isEmpty())
          .or(settings::user)
          .orElseThrow(() -> wrong("names no user: write " + FORM + " or set PGUSER"));
    }

    private String database(String text, String user) {
      return Optional.of(decoded(text))
          .filter(database -> !database.isEmpty())
          .or(settings::database)
          .orElse(user);
    }

    private String decoded(String text) {
      try {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        InvalidAddress wrong = wrong("has a '%' that begins no encoded character");
        wrong.initCause(e);
        throw wrong;
      }
    }

    private String hosts(String text) {
      if (!text.isEmpty()) {
        return list(text);
      }
      String[] hosts = settings.host().orElse("localhost").split(",", -1);
      String[] ports = settings.port().orElse(USUAL_PORT).split(",", -1);
      if (ports.length != 1 && ports.length != hosts.length) {
        throw wrong("is completed by PGPORT, which has neither one port nor one for each host");
      }
      StringBuilder list = new StringBuilder();
      for (int i = 0; i < hosts.length; i++) {
        list.append(i == 0 ? "" : ",").append(hosts[i]).append(':');
        list.append(ports[Math.min(i, ports.length - 1)]);
      }
      return list(list.toString());
    }

    /// @return each host with its port
    private String list(String text) {
      StringBuilder list = new StringBuilder();
      for (String host : text.split(",", -1)) {
        var matcher = HOST.matcher(host);
        if (!matcher.matches()) {
          throw wrong(
              "has '"
                  + host
                  + "' in the place of a host; a socket's folder cannot be used, only TCP");
        }
        String port = matcher.group(3) == null ? USUAL_PORT : matcher.group(3);
        if (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
          throw wrong("has the port " + port + ", which is not from 1 to 65535");
        }
        list.append(list.isEmpty() ? "" : ",").append(matcher.group(1)).append(':').append(port);
      }
      return list.toString();
    }

    private Map<String, String> parameters(String text) {
      Map<String, String> found = new HashMap<>();
      for (String pair : text.split("&", -1)) {
        String name = pair.split("=", 2)[0];
        if (!PARAMETERS.contains(name)) {
          throw wrong(
              "has an unknown parameter '"
                  + name
                  + "': postgres knows "
                  + String.join(", ", PARAMETERS.stream().sorted().toList()));
        }
        String value = decoded(pair.substring(Math.min(name.length() + 1, pair.length())));
        if (value.isEmpty()) {
          throw wrong("has the parameter " + name + " without a value");
        }
        if (found.put(name, value) != null) {
          throw wrong("has the parameter " + name + " twice");
        }
      }
      return found;
    }

    private Optional<String> sslMode(Map<String, String> parameters) {
      Optional<String> mode = Optional.ofNullable(parameters.get(SSL_MODE)).or(settings::sslMode);
      if (mode.isPresent() && !SSL_MODES.contains(mode.get())) {
        throw wrong(
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
        throw wrong(
            "has sslrootcert=system and the sslmode '"
                + mode.get()
                + "', but with the certificates of the system only verify-full is safe");
      }
      return Optional.of(VERIFY_FULL);
    }

    private int connections(Map<String, String> parameters) {
      String text = parameters.getOrDefault(CONNECTIONS, Integer.toString(USUAL_CONNECTIONS));
      if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < 2) {
        throw wrong("has connections=" + text + ", which is no number from 2 to 999");
      }
      return Integer.parseInt(text);
    }
  }
}
