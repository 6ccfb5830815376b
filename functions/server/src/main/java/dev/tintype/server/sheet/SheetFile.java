package dev.tintype.server.sheet;

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
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The file `index.html` in a folder of results. It goes on showing what an earlier run put there,
/// as long as those manifests exist.
///
/// @param results the folder
public record SheetFile(Path results) {

  private static final Pattern SHOWN =
      Pattern.compile("<article data-manifest=\"([^\"<>]+)/([0-9a-f]{16})/manifest\\.json\"");

  /// Answers where it lies.
  public Path path() {
    return results.resolve("index.html");
  }

  /// Replaces the file by one rename.
  ///
  /// @param made the versions of this run
  /// @param failures the files of this run without variants
  /// @param scratch a folder on the same file system
  public void write(Collection<Manifest> made, List<Failure> failures, Path scratch)
      throws IOException {
    Map<String, Manifest> shown = new LinkedHashMap<>();
    for (Manifest manifest : before()) {
      shown.put(Keys.manifest(manifest.imageId(), manifest.version()), manifest);
    }
    for (Manifest manifest : made) {
      shown.put(Keys.manifest(manifest.imageId(), manifest.version()), manifest);
    }
    Path fresh = scratch.resolve("index.html");
    Files.writeString(fresh, new ContactSheet(List.copyOf(shown.values()), failures).html());
    Files.move(fresh, path(), StandardCopyOption.ATOMIC_MOVE);
  }

  private List<Manifest> before() throws IOException {
    List<Manifest> manifests = new ArrayList<>();
    if (Files.isRegularFile(path(), LinkOption.NOFOLLOW_LINKS)) {
      Matcher matcher = SHOWN.matcher(Files.readString(path()));
      while (matcher.find()) {
        read(Html.plain(matcher.group(1)), matcher.group(2)).ifPresent(manifests::add);
      }
    }
    return manifests;
  }

  private Optional<Manifest> read(String imageId, String version) throws IOException {
    try {
      String key = Keys.manifest(new ImageId(imageId), new Version(version));
      Path file = results.resolve(key);
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      Manifest manifest = ManifestJson.read(Json.parse(Files.readAllBytes(file)));
      boolean ofThisPlace = Keys.manifest(manifest.imageId(), manifest.version()).equals(key);
      return ofThisPlace ? Optional.of(manifest) : Optional.empty();
    } catch (MalformedJson | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
