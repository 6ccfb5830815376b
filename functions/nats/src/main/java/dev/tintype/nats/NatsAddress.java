package dev.tintype.nats;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.ServerAccess;
import dev.tintype.core.provider.ServerAddress;
import dev.tintype.core.provider.ServerAddress.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The parts of an address `nats://USER@HOST:PORT,HOST:PORT?…`.
///
/// @param parts the address itself, for complaints
/// @param servers one or more servers of one cluster
/// @param access who connects, and how the servers are known
/// @param credentials a file with the user's JWT and its key, or a key alone; it stands for user
///   and password
/// @param names what the queue is called on the servers
/// @param replicas how many servers keep a copy of each message, 1 to 5; absent when the address
///   does not say
record NatsAddress(
    ServerAddress parts,
    List<HostPort> servers,
    ServerAccess access,
    Optional<Path> credentials,
    Names names,
    Optional<Integer> replicas) {

  /// How addresses are written.
  static final String FORM = "nats://USER@HOST:PORT,HOST:PORT";

  private static final int USUAL_PORT = 4222;
  private static final String STREAM = "stream";
  private static final String USUAL_STREAM = "tintype";
  private static final String REPLICAS = "replicas";
  private static final String CREDENTIALS = "creds-file";

  /// The most that a stream may have.
  private static final int MOST_REPLICAS = 5;

  private static final ServerAddress.Form WRITTEN =
      new ServerAddress.Form(
          List.of(FORM),
          USUAL_PORT,
          Stream.concat(Stream.of(STREAM, REPLICAS, CREDENTIALS), ServerAccess.PARAMETERS.stream())
              .collect(Collectors.toSet()),
          ServerAccess.ADVICE);

  /// @param address begins with `nats:`
  /// @param environment names to values
  /// @throws InvalidAddress when a part is unknown or wrong; it names no password
  static NatsAddress parse(String address, Map<String, String> environment) {
    ServerAddress parts = ServerAddress.parse(address, WRITTEN);
    parts
        .place()
        .ifPresent(place -> {
          throw parts.wrong("has '/" + place + "' behind the servers: write stream=NAME");
        });
    ServerAccess access = ServerAccess.of(parts, environment);
    Optional<Path> credentials = parts.parameter(CREDENTIALS).map(Path::of);
    if (credentials.isPresent()
        && (access.user().isPresent() || access.passwordFile().isPresent())) {
      throw parts.wrong("has a creds-file, so it needs neither a user nor a password-file");
    }
    return new NatsAddress(
        parts,
        parts.hosts().isEmpty() ? parts.hosts("localhost", USUAL_PORT) : parts.hosts(),
        access,
        credentials,
        new Names(stream(parts)),
        parts.parameter(REPLICAS).map(_ -> parts.number(REPLICAS, 1, MOST_REPLICAS, 1)));
  }

  private static String stream(ServerAddress parts) {
    String name = parts.parameter(STREAM).orElse(USUAL_STREAM);
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw parts.wrong(
          "has stream=" + name + ", which is no name of 1 to 64 letters, digits, - and _");
    }
    return name;
  }

  /// Finds what is wrong with the files.
  ///
  /// @throws InvalidAddress when one of them cannot be read, or the credentials have no key
  void checkFiles() {
    access.checkFiles(parts);
    credentials
        .filter(file -> !Files.isReadable(file) || Files.isDirectory(file))
        .ifPresent(file -> {
          throw parts.wrong("names a " + CREDENTIALS + " that cannot be read: " + file);
        });
    credentials.ifPresent(this::checkKey);
  }

  private void checkKey(Path file) {
    try {
      var _ = Credentials.read(file);
    } catch (StoreUnavailable e) {
      InvalidAddress wrong =
          parts.wrong("names a " + CREDENTIALS + " without a whole key of a user: " + file);
      wrong.initCause(e);
      throw wrong;
    }
  }

  /// @return the servers, for people
  String hosts() {
    return servers.stream().map(HostPort::toString).collect(Collectors.joining(","));
  }
}
