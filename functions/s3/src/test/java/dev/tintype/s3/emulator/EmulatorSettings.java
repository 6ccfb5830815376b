package dev.tintype.s3.emulator;

import java.net.URI;
import java.util.Optional;

/// The stand-in that the environment selects.
final class EmulatorSettings {

  private EmulatorSettings() {}

  /// @return `LOCALSTACK_ENDPOINT`, if it is set
  static Optional<URI> endpoint() {
    return Optional.ofNullable(System.getenv("LOCALSTACK_ENDPOINT"))
        .filter(text -> !text.isBlank())
        .map(URI::create);
  }
}
