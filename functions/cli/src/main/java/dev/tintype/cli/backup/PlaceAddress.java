package dev.tintype.cli.backup;

import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.StorageProvider;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A place as people write it: a folder, or an address such as `s3://bucket/prefix`.
///
/// @param address for its provider
/// @param folder the folder, if it is one
/// @param name for people
public record PlaceAddress(String address, Optional<Path> folder, String name) {

  private static final String FILE = "file:";

  /// @param given what the user wrote
  public static PlaceAddress of(String given) {
    if (given.isEmpty()) {
      throw new InvalidSetting("An empty text names no place: write '.' for the current folder.");
    }
    if (!given.startsWith(FILE)
        && Providers.find(StorageProvider.class, given).isPresent()
        && !Files.exists(Path.of(given))) {
      return new PlaceAddress(given, Optional.empty(), given.replaceAll("\\?.*$", ""));
    }
    if (given.matches("[a-z][a-z0-9]+://.*")) {
      // Names the forms that are there.
      var _ = Providers.of(StorageProvider.class, given);
    }
    String path = given.startsWith(FILE) ? given.substring(FILE.length()) : given;
    Path folder = Path.of(path).toAbsolutePath().normalize();
    return new PlaceAddress(FILE + folder, Optional.of(folder), folder.toString());
  }

  /// @throws InvalidSetting when it is a folder that does not exist
  public PlaceAddress existing() {
    folder
        .filter(path -> !Files.isDirectory(path))
        .ifPresent(path -> {
          throw new InvalidSetting("There is no folder " + path + ".");
        });
    return this;
  }

  /// @param storage the address of an installation's storage
  /// @throws InvalidSetting when the place is in that storage, or that storage in the place
  public void mustBeOutside(String storage, Opening opening) {
    StorageProvider provider = provider();
    if (Providers.of(StorageProvider.class, storage).scheme().equals(provider.scheme())
        && provider.overlaps(address, storage, opening)) {
      throw new InvalidSetting(
          "%s belongs to the storage of the installation itself: name another place."
              .formatted(name));
    }
  }

  /// @return opens it
  public StorageProvider provider() {
    return Providers.of(StorageProvider.class, address);
  }
}
