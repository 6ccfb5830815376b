package dev.tintype.aws.fault;

/// A disturbance of one request.
public enum Fault {
  /// None.
  NONE,
  /// The connection is reset before the request reaches the service.
  RESET,
  /// The service handles the request; its answer is lost and the connection is reset.
  LOST_ANSWER,
  /// The answer ends in the middle.
  SHORT_ANSWER,
  /// The answer arrives slowly in small pieces.
  SLOW,
  /// Something in front of the service answers 503 with its own body.
  UNAVAILABLE,
  /// 400 with the error code that services of this protocol use for throttling.
  THROTTLED
}
