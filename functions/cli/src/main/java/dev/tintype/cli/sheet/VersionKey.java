package dev.tintype.cli.sheet;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// One version on the sheet, named by its folder. Keys are ordered as on the sheet.
///
/// @param value the image, a slash and the version's 16 hex digits
public record VersionKey(String value) implements Comparable<VersionKey> {

  private static final int VERSION_CHARS = 16;

  /// @return the key of a version
  public static VersionKey of(Manifest manifest) {
    return new VersionKey(manifest.imageId() + "/" + manifest.version());
  }

  /// @return the image's name
  String image() {
    return value.substring(0, value.length() - VERSION_CHARS - 1);
  }

  /// @return whether the output folder still has the version
  boolean isIn(Path results) {
    try {
      return Files.isRegularFile(manifest(results), LinkOption.NOFOLLOW_LINKS);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// @return the version's manifest; empty when the output folder does not have it
  Optional<Manifest> read(Path results) throws IOException {
    try {
      if (!isIn(results)) {
        return Optional.empty();
      }
      Manifest manifest = ManifestJson.read(Json.parse(Files.readAllBytes(manifest(results))));
      return of(manifest).equals(this) ? Optional.of(manifest) : Optional.empty();
    } catch (MalformedJson | NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// @throws IllegalArgumentException when the key does not name a version
  private Path manifest(Path results) {
    Version version = new Version(value.substring(value.length() - VERSION_CHARS));
    return results.resolve(Keys.manifest(new ImageId(image()), version));
  }

  @Override
  public int compareTo(VersionKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
