package dev.tintype.render.process;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.vips.LibraryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The libvips that renderers load.
///
/// @param library the folder with `libvips-cpp.so.*`
/// @param versions its `versions.json`
/// @param libvips its version
/// @param codecs the codecs that make variants, name to version
public record LibvipsBundle(
    Path library, Path versions, String libvips, Map<String, String> codecs) {

  /// Reads `versions.json`, in the folder or beside it. Hashes the libraries (18 MB) and compares
  /// them with the digests that this program was built with.
  ///
  /// @throws Missing when the folder has no bundle or a different one; the message says what to do
  public static LibvipsBundle in(Path library) {
    LibraryLock.ofThisProgram().check(library);
    return unchecked(library);
  }

  private static LibvipsBundle unchecked(Path library) {
    try {
      Path versions =
          new LibraryFolder(library)
              .versionsFile()
              .orElseThrow(
                  () -> new NoSuchFileException(library.resolve("versions.json").toString()));
      JsonObject json = Json.parse(Files.readAllBytes(versions));
      Map<String, String> codecs = new TreeMap<>();
      for (String codec : new String[] {"aom", "heif", "mozjpeg", "webp"}) {
        json.optionalText(codec).ifPresent(version -> codecs.put(codec, version));
      }
      return new LibvipsBundle(library, versions, json.text("vips"), codecs);
    } catch (IOException | MalformedJson e) {
      throw new Missing("no libvips in " + library + ": layers/libvips/make builds it", e);
    }
  }

  /// The folder has no usable bundle.
  public static final class Missing extends IllegalStateException {
    Missing(String message) {
      super(message);
    }

    Missing(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
