package dev.tintype.nats;

import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import java.util.Set;

/// JetStream answered with an error. Time or an operator may cure it, as far as this class knows.
final class ApiRefusal extends StoreUnavailable {

  /// The error codes of JetStream, as in `server/errors.json` of
  /// https://github.com/nats-io/nats-server.
  static final int STREAM_NOT_FOUND = 10059;

  static final int CONSUMER_NOT_FOUND = 10014;
  static final int MESSAGE_NOT_FOUND = 10037;
  static final int SEQUENCE_NOT_FOUND = 10043;
  static final int DELETE_FAILED = 10057;
  static final int NOT_ENABLED = 10076;
  static final int NOT_ENABLED_FOR_ACCOUNT = 10039;

  /// An account or a server has reached its limit of storage.
  private static final Set<Integer> FULL = Set.of(10002, 10023, 10047);

  private final int code;

  private ApiRefusal(String message, int code) {
    super(message);
    this.code = code;
  }

  /// @param what was tried
  /// @param code JetStream's own number of the error
  /// @param description what JetStream says about it
  static StoreUnavailable of(String what, int code, String description) {
    String message = "NATS, " + what + ": " + description + " (" + code + ")";
    return FULL.contains(code) ? new StorageFull(message) : new ApiRefusal(message, code);
  }

  /// @return whether JetStream gave one of these numbers
  boolean isAny(Integer... codes) {
    return Set.of(codes).contains(code);
  }
}
