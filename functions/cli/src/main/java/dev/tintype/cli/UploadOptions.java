package dev.tintype.cli;

import dev.tintype.cli.images.GivenEntries;
import dev.tintype.core.Metadata;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every command that uploads files.
final class UploadOptions {

  private static final int MOST_JOBS = 64;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "Which sizes and formats to make (default: the server's default).")
  private @Nullable String recipe;

  @Option(
      names = "--metadata",
      paramLabel = "KEY=VALUE",
      description = "Metadata of every image; can be given several times.")
  private List<String> metadata = List.of();

  @Option(
      names = "--jobs",
      defaultValue = "4",
      paramLabel = "N",
      description = "How many files to upload at once (default: ${DEFAULT-VALUE}).")
  private int jobs;

  UploadOptions() {}

  /// @return the name of a recipe; absent for the server's default
  Optional<String> recipe() {
    return Optional.ofNullable(recipe);
  }

  /// @throws InvalidSetting when an entry has not the form of one, or together they are too many
  Metadata metadata() {
    return GivenEntries.all(metadata);
  }

  /// @return how many files at once
  /// @throws InvalidSetting when the number is out of range
  int jobs() {
    if (jobs < 1 || jobs > MOST_JOBS) {
      throw new InvalidSetting("--jobs must be 1 to " + MOST_JOBS + ", not " + jobs + ".");
    }
    return jobs;
  }
}
