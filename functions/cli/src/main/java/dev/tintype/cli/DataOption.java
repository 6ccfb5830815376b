package dev.tintype.cli;

import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.settings.PlatformSettings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option `--data` of every command that works directly on a data folder.
final class DataOption {

  private static final Path USUAL = Path.of("tintype-data");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The data folder. Default: the folder in TINTYPE_STORAGE=file:DIR, else "
              + "./tintype-data.")
  private @Nullable Path data;

  DataOption() {}

  DataFolder folder(PlatformSettings settings) {
    Path given = data;
    if (given != null && given.toString().isEmpty()) {
      throw new InvalidSetting("--data cannot be empty: name a folder.");
    }
    return new DataFolder(
        given != null ? given : settings.data().orElse(USUAL), settings.addresses());
  }

  /// @throws InvalidSetting when the folder does not exist or is not a data folder
  DataFolder existing(PlatformSettings settings) {
    DataFolder folder = folder(settings);
    if (!Backends.areIn(folder, InstantSource.system(), new SecureRandom())) {
      String there = Files.exists(folder.root()) ? " is not a data folder" : " does not exist";
      throw new InvalidSetting(
          folder.root()
              + there
              + ": --data must name the data folder of a server; 'tintype serve' creates it.");
    }
    return folder;
  }
}
