package dev.tintype.server.settings;

import dev.tintype.core.Keys;
import dev.tintype.core.Limits;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.recipe.WatermarkFiles;
import dev.tintype.core.recipe.WatermarkImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The watermarks beside a recipe file: a file that it names, or `watermarks/{sha256}`. It keeps
/// the bytes of those that it has read. Not thread-safe.
public final class WatermarkFolder implements WatermarkFiles {

  private final Path folder;
  private final boolean complete;
  private final Map<Sha256, byte[]> found = new LinkedHashMap<>();

  private WatermarkFolder(Path folder, boolean complete) {
    this.folder = folder;
    this.complete = complete;
  }

  /// The watermarks of a recipe file that is used alone: each must be in the folder.
  ///
  /// @param folder the folder of the recipe file
  public static WatermarkFolder complete(Path folder) {
    return new WatermarkFolder(folder, /* complete= */ true);
  }

  /// The watermarks of a recipe file of an installation: one that is named by its digest may be
  /// stored already.
  ///
  /// @param folder the folder of the recipe file
  static WatermarkFolder ofInstallation(Path folder) {
    return new WatermarkFolder(folder, /* complete= */ false);
  }

  @Override
  public Sha256 digest(String name) {
    byte[] bytes = bytes(file(name));
    Sha256 digest = Sha256.of(bytes);
    found.put(digest, bytes);
    return digest;
  }

  private Path file(String name) {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new MalformedJson("must be the name of a file, not '" + name + "'", e);
    }
  }

  @Override
  public void require(Sha256 image) {
    Path file = folder.resolve(Keys.watermark(image));
    if (!complete && !Files.exists(file)) {
      return;
    }
    byte[] bytes = bytes(file);
    if (!Sha256.of(bytes).equals(image)) {
      throw new MalformedJson("must be the digest of " + file + ", which has other bytes");
    }
    found.put(image, bytes);
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Limits.MAX_WATERMARK_BYTES + 1);
      Optional<String> fault = WatermarkImage.fault(bytes);
      if (fault.isPresent()) {
        throw new MalformedJson("names " + file + ", which " + fault.get());
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new MalformedJson("names " + file + ", which does not exist", e);
    } catch (FileSystemException e) {
      throw new MalformedJson("names a file that cannot be read: " + FileTrouble.of(e), e);
    } catch (IOException e) {
      throw new MalformedJson("names " + file + ", which cannot be read: " + e.getMessage(), e);
    }
  }

  /// @return the content of a watermark that was read; empty when it was not found here
  public Optional<byte[]> content(Sha256 image) {
    return Optional.ofNullable(found.get(image));
  }
}
