package dev.tintype.render.process;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.render.results.LibvipsVersions;
import dev.tintype.vips.LibraryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/// The libvips that renderers load.
///
/// @param library the folder with `libvips-cpp.so.*`
/// @param versions its `versions.json`
/// @param made the versions that manifests name
public record LibvipsBundle(Path library, Path versions, LibvipsVersions made) {

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
      return new LibvipsBundle(library, versions, LibvipsVersions.read(json));
    } catch (IOException | MalformedJson e) {
      throw new Missing("no libvips in " + library + ": layers/libvips/make builds it", e);
    }
  }

  /// @return the version of libvips
  public String libvips() {
    return made.libvips();
  }

  /// @return the codecs that make variants, name to version
  public Map<String, String> codecs() {
    return made.codecs();
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
