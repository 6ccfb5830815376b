package dev.tintype.server.http;

import java.time.Duration;

/// How much of the server one client, and all of them, may have.
///
/// @param connections the most at once; more wait to be accepted
/// @param idle a connection on which nothing moves for so long is closed
/// @param betweenRequests how long a connection may take to bring its next whole request head
/// @param headBytes the longest request head
/// @param slowestUpload the least an upload must bring
/// @param shutdown how long requests under way may take to end when the server stops
public record Limits(
    int connections,
    Duration idle,
    Duration betweenRequests,
    int headBytes,
    SlowestUpload slowestUpload,
    Duration shutdown) {

  /// The least an upload must bring.
  ///
  /// @param bytesPerSecond on average, once the grace is over
  /// @param grace before the rate counts
  public record SlowestUpload(long bytesPerSecond, Duration grace) {}

  /// The usual limits.
  public static final Limits USUAL =
      new Limits(
          2_000,
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          16 * 1024,
          new SlowestUpload(2_000, Duration.ofSeconds(30)),
          Duration.ofSeconds(30));
}
