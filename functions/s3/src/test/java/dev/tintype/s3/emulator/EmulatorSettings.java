package dev.tintype.s3.emulator;

import java.net.URI;
import java.util.Optional;

/// The stand-in that the environment selects.
final class EmulatorSettings {

  private EmulatorSettings() {}

  /// A store that was started for this run.
  ///
  /// @param name such as `versitygw`
  /// @param endpoint its URL
  record Store(String name, URI endpoint) {}

  /// @return `LOCALSTACK_ENDPOINT`, if it is set
  static Optional<URI> endpoint() {
    return text("LOCALSTACK_ENDPOINT").map(URI::create);
  }

  /// @return the store of `S3_STORE` at `S3_STORE_ENDPOINT`, if both are set
  static Optional<Store> store() {
    return text("S3_STORE")
        .flatMap(name -> text("S3_STORE_ENDPOINT").map(url -> new Store(name, URI.create(url))));
  }

  /// @return access key and secret in one: `S3_STORE_KEY`, else `test`
  static String key() {
    return text("S3_STORE_KEY").orElse("test");
  }

  private static Optional<String> text(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isBlank());
  }
}
