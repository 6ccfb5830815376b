package dev.tintype.aws.fault;

/// What may happen to one request.
public enum Fault {
  /// Nothing.
  NONE,
  /// The connection is reset before anything reaches the service.
  RESET,
  /// The service does what it was asked; its answer is lost, and the connection reset.
  LOST_ANSWER,
  /// The answer ends in the middle.
  SHORT_ANSWER,
  /// The answer comes in small pieces, slowly.
  SLOW,
  /// 503 from something before the service, with a body that is none of its.
  UNAVAILABLE,
  /// 400 with the error by which services of this protocol tell that they are throttled.
  THROTTLED
}
