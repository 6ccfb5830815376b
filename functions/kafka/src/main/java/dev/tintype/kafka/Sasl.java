package dev.tintype.kafka;

import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.ServerAddress;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a user proves to a broker who it is, https://kafka.apache.org/documentation/#security_sasl
enum Sasl {
  /// The password itself is sent.
  PLAIN("plain", "PLAIN", "plain.PlainLoginModule"),

  /// A proof of the password is sent.
  SCRAM_SHA_256("scram-sha-256", "SCRAM-SHA-256", "scram.ScramLoginModule"),

  /// A proof of the password is sent.
  SCRAM_SHA_512("scram-sha-512", "SCRAM-SHA-512", "scram.ScramLoginModule");

  private final String written;
  private final String mechanism;
  private final String module;

  Sasl(String written, String mechanism, String module) {
    this.written = written;
    this.mechanism = mechanism;
    this.module = module;
  }

  /// @param name as in an address
  /// @throws InvalidAddress when there is no such mechanism
  static Sasl of(String name, ServerAddress parts) {
    return Stream.of(values())
        .filter(sasl -> sasl.written.equals(name))
        .findFirst()
        .orElseThrow(() -> parts.wrong("has sasl=" + name + ", which is none of " + names(", ")));
  }

  /// @return all mechanisms as in an address
  static String names(String between) {
    return Stream.of(values()).map(sasl -> sasl.written).collect(Collectors.joining(between));
  }

  /// @return the mechanism as the protocol names it
  String mechanism() {
    return mechanism;
  }

  /// @return Kafka's setting that selects the mechanism's login. It has no secret, since
  ///   [PasswordReader] answers for user and password
  String login() {
    return "org.apache.kafka.common.security." + module + " required;";
  }
}
