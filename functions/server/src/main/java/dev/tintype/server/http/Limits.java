package dev.tintype.server.http;

import java.time.Duration;

/// The limits of one client, and of all clients together.
///
/// @param connections the most at once; more wait to be accepted
/// @param idle a connection without traffic is closed after this time
/// @param betweenRequests how long a connection may take to send its next complete request head
/// @param headBytes the longest request head
/// @param slowestUpload the slowest allowed upload
/// @param shutdown how long requests under way may take when the server stops
public record Limits(
    int connections,
    Duration idle,
    Duration betweenRequests,
    int headBytes,
    SlowestUpload slowestUpload,
    Duration shutdown) {

  /// The slowest allowed upload.
  ///
  /// @param bytesPerSecond the average rate, once the grace is over
  /// @param grace the time before the rate counts
  public record SlowestUpload(long bytesPerSecond, Duration grace) {}

  /// The default limits.
  public static final Limits USUAL =
      new Limits(
          2_000,
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          16 * 1024,
          new SlowestUpload(2_000, Duration.ofSeconds(30)),
          Duration.ofSeconds(30));
}
