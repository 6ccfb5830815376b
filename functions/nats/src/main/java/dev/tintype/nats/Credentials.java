package dev.tintype.nats;

import dev.tintype.core.port.StoreUnavailable;
import io.nats.client.AuthHandler;
import io.nats.client.NKey;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A file by which a user proves who it is: a key (https://docs.nats.io/using-nats/security/nkeys),
/// with or without a JWT before it, each on a line of its own.
final class Credentials {

  /// How the key of a user begins, and how a JWT begins.
  private static final String KEY = "SU";

  private static final String JWT = "ey";

  private Credentials() {}

  /// @return what answers the server's question who connects
  /// @throws StoreUnavailable when the file cannot be read, or has no key that is whole
  static AuthHandler read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      char[] key =
          line(lines, KEY)
              .orElseThrow(() -> new IOException("no key of a user in " + file))
              .toCharArray();
      var _ = NKey.fromSeed(key);
      return Nats.staticCredentials(line(lines, JWT).map(String::toCharArray).orElse(null), key);
    } catch (IOException | IllegalArgumentException e) {
      throw new StoreUnavailable("the credentials of the server cannot be read: " + e, e);
    }
  }

  private static Optional<String> line(List<String> lines, String start) {
    return lines.stream().map(String::strip).filter(line -> line.startsWith(start)).findFirst();
  }
}
