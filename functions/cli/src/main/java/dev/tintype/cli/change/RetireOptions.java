package dev.tintype.cli.change;

import dev.tintype.server.settings.Settings.InvalidSetting;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of `tintype retire`.
public final class RetireOptions {

  @Option(
      names = "--older-than",
      required = true,
      paramLabel = "AGE",
      description =
          "Only versions that became ready so long ago, such as 12h, 30d or 8w. What the set shows "
              + "now must be ready for so long, too.")
  private String olderThan = "";

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "Only versions of this set (default: of every set).")
  private @Nullable String recipe;

  @Option(names = "--dry-run", description = "Only tell what would be deleted.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Delete it.")
  private boolean yes;

  @Mixin private RequestOptions requests = new RequestOptions();

  /// Options as picocli sets them.
  public RetireOptions() {}

  /// @return whether files are deleted
  /// @throws InvalidSetting when the options do not fit together
  boolean isReal() {
    if (dryRun == yes) {
      throw new InvalidSetting(
          "Give --dry-run to see what would be deleted, or --yes to delete it.");
    }
    requests.check();
    return yes;
  }

  Duration age() {
    return Age.parse(olderThan);
  }

  Optional<String> recipe() {
    return Optional.ofNullable(recipe);
  }

  Pace pace() {
    return requests.pace();
  }

  int jobs() {
    return requests.jobs();
  }
}
