package dev.tintype.cli.folder;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Renderer.RenderedFile;
import dev.tintype.core.port.Renderer.Rendering;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The folder of one version of one image. Its manifest is written last. If the manifest exists and
/// its files match, the version is done.
///
/// @param root the output folder
/// @param imageId the image
/// @param version the version
record VersionFolder(Path root, ImageId imageId, Version version) {

  /// The longest name of a file or folder, in bytes: `NAME_MAX` of Linux
  /// (<https://man7.org/linux/man-pages/man7/path_resolution.7.html>).
  private static final int LONGEST_NAME_BYTES = 255;

  /// @return whether a file system accepts the name of each folder on the way to the version
  boolean hasShortNames() {
    for (Path part : Path.of(Keys.version(imageId, version))) {
      if (part.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME_BYTES) {
        return false;
      }
    }
    return true;
  }

  Path manifestPath() {
    return root.resolve(Keys.manifest(imageId, version));
  }

  /// @return the manifest, if it belongs to this version and recipe and every file it names exists
  ///   with the right bytes
  Optional<Manifest> finished(Recipe recipe) throws IOException {
    Optional<Manifest> manifest = manifest().filter(found -> isOfThis(found, recipe));
    if (manifest.isPresent()) {
      for (Manifest.Variant variant : manifest.get().variants()) {
        if (!isRight(variant)) {
          return Optional.empty();
        }
      }
    }
    return manifest;
  }

  private Optional<Manifest> manifest() throws IOException {
    Path path = manifestPath();
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ManifestJson.read(Json.parse(Files.readAllBytes(path))));
    } catch (MalformedJson e) {
      return Optional.empty();
    }
  }

  private boolean isOfThis(Manifest manifest, Recipe recipe) {
    Set<String> urls = new HashSet<>();
    manifest.variants().forEach(variant -> urls.add(variant.url()));
    return manifest.imageId().equals(imageId)
        && manifest.version().equals(version)
        && manifest.recipe().digest().equals(recipe.digest())
        && (urls.equals(wanted(recipe, /* flat= */ false))
            || urls.equals(wanted(recipe, /* flat= */ true)));
  }

  private Set<String> wanted(Recipe recipe, boolean flat) {
    Set<String> wanted = new HashSet<>();
    for (Size size : recipe.sizes()) {
      recipe
          .formatsOf(size, flat)
          .all()
          .forEach(f -> wanted.add(Keys.variant(imageId, version, size.name(), f)));
    }
    return wanted;
  }

  private boolean isRight(Manifest.Variant variant) throws IOException {
    Path file = root.resolve(variant.url());
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) != variant.bytes()) {
      return false;
    }
    try (InputStream bytes = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return Sha256.of(bytes).equals(variant.sha256());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /// Moves every variant into place with one rename each, and the manifest last. A process killed
  /// in between leaves files without a manifest; the next run completes them.
  ///
  /// @param rendered files in a folder on the same file system; they are moved away
  /// @param scratch a folder on the same file system
  void publish(Rendering.Rendered rendered, Path scratch) throws IOException {
    Files.createDirectories(root.resolve(Keys.version(imageId, version)));
    Files.deleteIfExists(manifestPath());
    for (RenderedFile file : rendered.files()) {
      Path copy = scratch.resolve(Keys.variantName(file.variant().size(), file.variant().format()));
      // Sizes wider than the original share one file. It is copied for every name except its own.
      if (!copy.equals(file.path())) {
        Files.copy(file.path(), copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    for (RenderedFile file : rendered.files()) {
      Path copy = scratch.resolve(Keys.variantName(file.variant().size(), file.variant().format()));
      move(copy, root.resolve(file.variant().url()));
    }
    Path manifest = scratch.resolve("manifest.json");
    Files.write(manifest, ManifestJson.bytes(rendered.manifest()));
    move(manifest, manifestPath());
  }

  /// @return the file that stands where a folder must be, if there is one
  Optional<Path> inTheWay() {
    Path folder = root;
    for (Path part : Path.of(Keys.version(imageId, version))) {
      folder = folder.resolve(part);
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  private static void move(Path from, Path to) throws IOException {
    try (FileChannel file = FileChannel.open(from, StandardOpenOption.WRITE)) {
      file.force(true);
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }
}
