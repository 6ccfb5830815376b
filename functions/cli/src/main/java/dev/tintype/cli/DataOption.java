package dev.tintype.cli;

import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.settings.PlatformSettings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
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

  /// The folder of a worker. One whose storage, jobs and queue are on no local disk needs none that
  /// is there: it keeps its work folders in it.
  ///
  /// @throws InvalidSetting when something is to be in the folder, and the folder does not exist or
  ///   is not a data folder
  DataFolder ofWorker(PlatformSettings settings) {
    if (settings.addresses().areRemote()) {
      return folder(settings);
    }
    DataFolder folder = existing(settings);
    if (!Backends.filesAreIn(folder, InstantSource.system(), new SecureRandom())) {
      throw new InvalidSetting(
          folder.root()
              + " holds no images: --data must name the server's data folder, or TINTYPE_STORAGE a "
              + "store that other hosts can reach, such as s3://ORIGINALS,VARIANTS.");
    }
    return folder;
  }

  /// For a command that works without a data folder, too.
  ///
  /// @return the folder; absent when none is named and the usual one is not there
  /// @throws InvalidSetting when `--data` names a folder that does not exist or is none
  Optional<DataFolder> ifThere(PlatformSettings settings) {
    return data != null
            || Backends.areIn(folder(settings), InstantSource.system(), new SecureRandom())
        ? Optional.of(existing(settings))
        : Optional.empty();
  }

  /// @throws InvalidSetting when the folder does not exist or is not a data folder
  DataFolder existing(PlatformSettings settings) {
    DataFolder folder = folder(settings);
    if (!Backends.areIn(folder, InstantSource.system(), new SecureRandom())) {
      if (settings.addresses().areRemote()) {
        throw new InvalidSetting(
            PlatformSettings.JOBS + " names no job store yet: 'tintype serve' makes its tables.");
      }
      String there = Files.exists(folder.root()) ? " is not a data folder" : " does not exist";
      throw new InvalidSetting(
          folder.root()
              + there
              + ": --data must name the data folder of a server; 'tintype serve' creates it.");
    }
    return folder;
  }
}
