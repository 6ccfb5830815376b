package dev.tintype.cli.change;

import dev.tintype.server.settings.Settings.InvalidSetting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say how fast requests are sent.
final class RequestOptions {

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description = "Send at most so many requests, such as 5/s, 300/min or 1000/h.")
  private @Nullable String rate;

  @Option(
      names = "--jobs",
      defaultValue = "8",
      paramLabel = "N",
      description = "How many requests at once, 1 to 64 (default: ${DEFAULT-VALUE}).")
  private int jobs;

  RequestOptions() {}

  /// @throws InvalidSetting when the number of requests is out of range
  void check() {
    if (jobs < 1 || jobs > 64) {
      throw new InvalidSetting("--jobs must be 1 to 64, not " + jobs + ".");
    }
  }

  /// @throws InvalidSetting when the text is no rate
  Pace pace() {
    return rate == null ? Pace.unlimited() : Pace.parse(rate);
  }

  int jobs() {
    return jobs;
  }
}
